@testable import JSONSchema
@testable import Patterns

extension FuzzTarget {
  /// Regular expressions: one on the first line, texts on the others.
  static let patterns = FuzzTarget(
    name: "patterns",
    seeds: {
      [
        "^(a|b)*c?$", "^[a-z0-9]+([._-][a-z0-9]+)*$", #"\d{2,3}|\w+\s\S"#, "(?=a)(a+)+$", #"(a)\1|\bx\B"#,
        #"^\p{L}+\u00e9$"#, "((a{0,3}){0,3}){2}", "[^a-c\\]]|.", "(?<n>x)\\k<n>?", "(?<!a)b(?!c)", "a**",
        "(((){9}){9}){9}", "(?<=a(?!b))c|(?=(?<!x)y)", "^(?:(?=a)|b)*c",
        "^(?:(?:a?){3}b|[é-ü]*?)$",
      ].map { Array("\($0)\nabab\nabc\n12 x\naaaa!\néü\n".utf8) }
    },
    check: { bytes in
      let (line, rest) = splitLine(bytes)
      guard let source = String(validating: line, as: UTF8.self), source.utf8.count < 400 else { return }
      guard let syntax = try? PatternParser.parse(source) else { return }
      let texts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .compactMap { String(validating: $0, as: UTF8.self) }
      let pattern = try? Pattern(source, properties: UnicodeProperties.self)
      let programs = [PatternProgram.Execution.simulation, .backtracking].compactMap { execution in
        syntax.hasBackreference
          ? nil : try? PatternProgram(syntax, for: execution, properties: UnicodeProperties.self)
      }
      for text in texts.prefix(8) { check(text, pattern, programs) }
    })

  /// The steps that one text may take.
  private static let steps = 100_000

  /// An automaton, a simulation and backtracking are three ways to the same answer.
  private static func check(_ text: String, _ pattern: Pattern?, _ programs: [PatternProgram]) {
    var text = text
    text.withUTF8 { bytes in
      var budget = StepBudget(steps: steps)
      let answer = try? pattern?.matches(bytes, &budget)
      for program in programs {
        budget = StepBudget(steps: steps)
        guard let other = try? program.matches(bytes, &budget), let answer else { continue }
        require(
          answer == other,
          "the pattern's answer is that of \(program.execution) on '\(String(decoding: bytes, as: UTF8.self))'")
      }
    }
  }
}
