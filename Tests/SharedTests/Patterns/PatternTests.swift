import Testing

@testable import JSONSchema
@testable import Patterns

@Suite("Patterns")
struct PatternTests {
  private func compiled(_ source: String) throws(PatternError) -> Pattern {
    try Pattern(source, properties: UnicodeProperties.self)
  }

  private func matches(_ pattern: Pattern, _ text: String, steps: Int = StepBudget.usual) throws -> Bool {
    var budget = StepBudget(steps: steps)
    return try Array(text.utf8).withUnsafeBufferPointer { try pattern.matches($0, &budget) }
  }

  @Test(
    "patterns mean what ECMA-262 says",
    arguments: [
      ("^[a-z0-9]+(-[a-z0-9]+)*$", "llama-3-8b", true), ("^[a-z0-9]+(-[a-z0-9]+)*$", "llama--3", false),
      ("^[a-z0-9]+(-[a-z0-9]+)*$", "llama\n", false), ("b.*", "ab", true), ("^$", "", true), ("^$", "a", false),
      ("", "x", true),
      ("^a|b$", "xxb", true), ("^a|b$", "xbx", false), ("a.c", "a\nc", false), ("a.c", "a\u{2028}c", false),
      ("^.$", "😀", true), ("^..$", "😀", false), ("^[^ ]$", "é", true), ("^[α-ω]+$", "λογος", true),
      ("^[α-ω]+$", "abc", false),
      (#"^\d$"#, "٣", false), (#"^\w+$"#, "naïve", false), (#"^\s$"#, "\u{FEFF}", true), (#"^\S$"#, "x", true),
      ("^a{2,3}$", "aaaa", false), ("^a{2,3}$", "aaa", true), ("^(ab){2}$", "abab", true), ("a{0}", "", true),
      (#"^\u{1F600}\ud83d\ude00$"#, "😀😀", true), (#"^\x41\cJ$"#, "A\n", true), ("[]", "a", false), ("[^]", "\n", true),
      (#"^\p{Letter}+$"#, "λόγος", true), (#"^\p{Lu}\P{Lu}$"#, "Ab", true), (#"^\p{Script=Greek}+$"#, "abc", false),
      ("^(?=.*x)y", "yx", true), ("^(?!a)", "a", false), (#"^(a|b)\1$"#, "aa", true), (#"^(a|b)\1$"#, "ab", false),
      (#"^(?<l>a|b)\k<l>$"#, "bb", true), (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoo", false),
      (#"^\-\_$"#, "-_", true),
      ("(?<=a)b", "ab", true), ("(?<=a)b", "cb", false), ("(?<!a)b", "cb", true), ("(?<!a)b", "ab", false),
      (#"(?<=(\d{2})-\1)x"#, "12-x", true), (#"(?<=\1(a))b"#, "aab", true), (#"(?<=(a|bc))d"#, "bcd", true),
      (#"^(?=(a+))a*b\1$"#, "aab", false), (#"^(?=(a+?))\1b$"#, "ab", true), (#"^(?:(a)|b)*\1$"#, "ab", true),
      (#"^(a*)*\bx"#, "aax", false), (#"^(?:a?)*?(?=b)b$"#, "aab", true), (#"^(?:|a)+(?=b)b$"#, "aab", true),
      (#"(?!\b)a|\Bb$"#, "ab", true), (#"^(?<x>a)(?<y>\k<x>)\k<y>$"#, "aaa", true),
      (#"^(?=a{2,3}?b)[\p{L}\d_-]+$"#, "aab-1", true), (#"\uD800\u0041"#, "A", false), (#"[\uD800\u0041]"#, "A", true),
      (#"^\uD83D\u{1F600}?$"#, "😀", false), (#"\u{DFFF}|b"#, "b", true), ("^(?<$a1>a)$", "a", true),
      (#"^(?:(a)|b){2}\1$"#, "ab", true), (#"^(?:(a)|b){2}\1$"#, "aba", false), (#"^(?:(a)|b){2}\1$"#, "baa", true),
      (#"^(?:(?:(a)|b){2}c){2}\1$"#, "bacbbc", true), (#"^(?:(?:(a)|b){2}c){2}\1$"#, "bacbbca", false),
      (#"^(?:(a)|b){2,3}\1$"#, "abba", false), (#"(?<=^\1(?:(a)|b){2})c"#, "abc", false),
      (#"(?<=^\1(?:(a)|b){2})c"#, "bac", true), ("^(?:(?<x>a)|(?<x>b))\\k<x>$", "bb", true),
      ("^(?:(?<\u{e9}>a)|(?<e\u{301}>b))\\k<\u{e9}>$", "b", true),
    ])
  func meaning(source: String, text: String, isMatch: Bool) throws {
    let pattern = try compiled(source)
    #expect(try matches(pattern, text) == isMatch)
  }

  @Test("automaton, simulation and backtracking agree")
  func agreement() throws {
    let sources = [
      "^a*b?$", "(a|ab)(c|bcd)", "[^a-c]", "a+$|^c", "(^|b)c", "é|[à-ü]{2}", "^(a?){3}b", "x$^y", "(?=a)b?", "(?!a)b?$",
      "(?<=a)b", "(?<!a)b+", "^(?=a+b)(?!.*d).{2,3}$", "(?<=(?=a)a)b", "(?<=^|b)c(?=$|d)", #"\bb|\Bc$"#, "(?=(?<!a)b)b",
      "((?=a)a|(?!a)b){2}", "^(?:(?=a)|b)*c", #"^[\p{L}]+$"#, #"^\P{Lu}*$"#, "(?=$)", "(?<=^)", "(?:)*$",
    ]
    let texts = [
      "", "a", "b", "ab", "abcd", "abc", "c", "bc", "é", "àü", "aab", "aaab", "aaaab", "d", "xy", "cba", "B c",
    ]
    for source in sources {
      let pattern = try compiled(source)
      let syntax = try PatternParser.parse(source)
      let simulation = try PatternProgram(syntax, for: .simulation, properties: UnicodeProperties.self)
      let backtracking = try PatternProgram(syntax, for: .backtracking, properties: UnicodeProperties.self)
      for text in texts {
        let expected = try matches(backtracking, text)
        #expect(try matches(pattern, text) == expected, "\(source) on \(text)")
        #expect(try matches(simulation, text) == expected, "\(source) on \(text)")
      }
    }
  }

  private func matches(_ program: PatternProgram, _ text: String) throws -> Bool {
    var budget = StepBudget()
    return try Array(text.utf8).withUnsafeBufferPointer { try program.matches($0, &budget) }
  }

  @Test(
    "an invalid expression of ECMA-262 is refused",
    arguments: [
      "(", ")", "[a", "a**", "*", "{1}", "a{2,1}", #"\a"#, #"\Z"#, #"\01"#, #"\u{110000}"#, #"[\d-z]"#, "[z-a]", #"\"#,
      "(?<x>a)(?<x>b)", "(?<x>(?<x>a))", "(?<x>a|(?<x>b))", "(?:(?<x>a)|b)(?=(?<x>c))", "(?:(?<x>a)|(?<x>b))(?<x>c)",
      "(?#x)", "^*", "(?<1a>x)", #"\x+1"#, #"\x-0"#, #"\u{+41}"#, #"\u-041"#, #"\uD800\u00"#, #"\u{}"#,
    ])
  func refused(source: String) {
    #expect(throws: PatternError.self) { try compiled(source) }
  }

  @Test(
    "a pattern whose parts match nothing is built in bounded time",
    arguments: [
      "((((){9999}){9999}){9999}){9999}", "(?:(?:(?:){99999999}){99999999}){99999999}", "(){1000000000}",
      "(?:(?:^){0,9999}){0,9999}",
    ])
  func emptyRepetitions(source: String) {
    do throws(PatternError) {
      let pattern = try compiled(source)
      #expect(throws: Never.self) { try matches(pattern, "x") }
    } catch {
      #expect(!error.message.isEmpty)
    }
  }

  @Test(
    "a pattern without back references takes steps in proportion to the text",
    arguments: [
      "^(?=(a+)+$)", "^(?=(a|aa)+$)b", #"^(?:a|a|a)*\Bz"#, #"(?:\b|a)*(?:a*)*$(?!)"#, "^(?=(?:a{0,9}){0,9}b)",
      "^(?=a)(a+)+$", "(?<=(a+)+)b", "(?!(?:a*)*b)c", "(?=a)(?:a{0,99}){0,99}b", #"^(?:\p{L}*)*$"#,
    ])
  func proportionalSteps(source: String) throws {
    let pattern = try compiled(source)
    #expect(pattern.automaton == nil)
    func steps(_ length: Int) throws -> Int {
      var budget = StepBudget(steps: 1_000_000_000)
      let text = Array((String(repeating: "a", count: length) + "!").utf8)
      #expect(try text.withUnsafeBufferPointer { try pattern.matches($0, &budget) } == false)
      return 1_000_000_000 - budget.steps
    }
    #expect(try steps(4_000) < steps(1_000) * 5)
  }

  @Test(
    "a pattern with back references that needs too many steps reports the limit, neither a match nor a mismatch",
    arguments: [(#"^(a*)*\1b"#, 60), (#"^(?=(a+)+\1$)"#, 40), (#"^(?:(a)|a|a)*\1z"#, 60)])
  func backtracking(source: String, length: Int) throws {
    let pattern = try compiled(source)
    let text = String(repeating: "a", count: length) + "!"
    #expect(throws: StepLimitReached.self) { try matches(pattern, text, steps: 200_000) }
  }

  @Test(
    "without a test of Unicode properties, an expression must not name any", arguments: [#"\p{L}"#, #"(?=a)[\P{Lu}]"#])
  func withoutProperties(source: String) throws {
    #expect(throws: PatternError.self) { try Pattern(source) }
    #expect(throws: Never.self) { try compiled(source) }
  }

  @Test("a look-around that is repeated a thousand times is decided once")
  func repeatedLook() throws {
    let pattern = try compiled("^(?:(?=[ab])[^x]){1000}$")
    #expect(try matches(pattern, String(repeating: "ab", count: 500)))
    #expect(try matches(pattern, String(repeating: "ab", count: 499) + "ac") == false)
  }

  @Test("a repetition that is too large for an automaton is matched without one")
  func largeRepetition() throws {
    let pattern = try compiled("^(a{1,100}){1,100}$")
    #expect(pattern.automaton == nil)
    #expect(try matches(pattern, "aaa"))
  }
}
