import Foundation
import TestSupport
import Testing

@Suite("The lint of words and comments")
struct LintTests {
  /// Checks a source file of these lines.
  private func lint(_ lines: String..., file: String = "Planted.swift") throws -> Command.Outcome {
    let scratch = try ScratchDirectory()
    try scratch.write(lines.joined(separator: "\n") + "\n", to: file)
    var command = Command(system: Package.root.appending(path: ".make/lint-words").path, [scratch.path(file)])
    command.directory = Package.root
    return try command.run()
  }

  /// What docs/CONTRIBUTING.md asks to replace: the second column of its table of words.
  static let words: [String] = {
    let page = try? String(contentsOf: Package.root.appending(path: "docs/CONTRIBUTING.md"), encoding: .utf8)
    let table = page?.split(separator: "| write | instead of |\n|---|---|\n").last?.prefix { $0 != "#" } ?? ""
    let cells = table.matches(of: /(?m)^\| [^|]* \| ([^|]*) \|$/).flatMap { $0.1.split(separator: ", ") }
    return cells.map { String($0).replacing("[a-z]*", with: "") }
  }()

  @Test("the table has words") func hasWords() { #expect(Self.words.count >= 20) }

  @Test("a listed word is an error, with its file and line", arguments: words)
  func refusesWords(_ words: String) throws {
    let outcome = try lint("let a = 1", "// a \(words) b")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("Planted.swift:2:"))
    #expect(outcome.errors.contains("docs/CONTRIBUTING.md"))
  }

  @Test("listed words inside a name are an error", arguments: words)
  func refusesNames(_ words: String) throws {
    let parts = words.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let capitals = parts.joined()
    let name = capitals.prefix(1).lowercased() + capitals.dropFirst()
    for line in ["let with\(capitals) = 1", "func \(name)Items() {}"] {
      let outcome = try lint(line)
      #expect(outcome.status == 1, "\(line)")
      #expect(outcome.output.contains("Planted.swift:1:"), "\(line)")
    }
  }

  @Test("a part of another word is not a listed word", arguments: ["let anewt = 1", "let standsInk = 1"])
  func acceptsNames(_ line: String) throws { #expect(try lint(line).status == 0) }

  @Test("a comment of more than 120 columns is an error, one of 120 is not", arguments: [(120, 0), (121, 1), (130, 1)])
  func measuresComments(columns: Int32, status: Int32) throws {
    for prefix in ["// ", "/// ", "  // "] {
      let comment = prefix + String(repeating: "a", count: Int(columns) - prefix.count)
      let outcome = try lint("let a = 1", comment)
      #expect(outcome.status == status)
      #expect(outcome.output.contains("Planted.swift:2:") == (status == 1))
    }
  }

  @Test("columns are characters, not bytes")
  func countsCharacters() throws {
    #expect(try lint("// " + String(repeating: "é", count: 117)).status == 0)
  }

  @Test("plain words pass")
  func acceptsPlainWords() throws {
    let outcome = try lint("// What comes after is quantized; 4 kB of color, 16 MB in all.")
    #expect(outcome.status == 0)
    #expect(outcome.output + outcome.errors == "")
  }
}

@Suite("make hooks", .enabled(if: Program.exists("git")))
struct HookTests {
  /// Runs the recipe in a new clone.
  private func installHook(in scratch: ScratchDirectory) throws -> Command.Outcome {
    var command = Command(
      system: "bash", ["-c", "git init -q . && exec \"$0\"", Package.root.appending(path: ".make/hooks").path])
    command.directory = scratch.url
    return try command.run()
  }

  @Test("git runs 'make lint' before a commit, and a second time changes nothing")
  func installs() throws {
    let scratch = try ScratchDirectory()
    for _ in 1...2 { #expect(try installHook(in: scratch).status == 0) }
    #expect(try scratch.read(".git/hooks/pre-commit").contains("make lint"))
    #expect(FileManager.default.isExecutableFile(atPath: scratch.path(".git/hooks/pre-commit")))
  }

  @Test("an existing hook is not changed")
  func keepsOther() throws {
    let scratch = try ScratchDirectory()
    #expect(try installHook(in: scratch).status == 0)
    try scratch.write("#!/bin/sh\nmine\n", to: ".git/hooks/pre-commit")
    let outcome = try installHook(in: scratch)
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("is there already"))
    #expect(try scratch.read(".git/hooks/pre-commit") == "#!/bin/sh\nmine\n")
  }
}
