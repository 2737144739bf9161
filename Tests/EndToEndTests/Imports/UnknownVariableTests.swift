import Foundation
import TestSupport
import Testing

@Suite("Unknown variables of make")
struct UnknownVariableTests {
  /// The names in the Makefile's list of settings.
  static let settings: [String] = {
    let makefile = (try? String(contentsOf: Package.root.appending(path: "Makefile"), encoding: .utf8)) ?? ""
    let declarations = makefile.split(separator: "\n").compactMap { $0.firstMatch(of: /^([A-Z_]+) \?=/)?.1 }
    return declarations.map(String.init)
  }()

  /// All names that one slip of a finger makes of a name: a letter left out, doubled, added, changed, or swapped with
  /// the next one.
  static func mistypings(of name: String) -> Set<String> {
    let letters = Array(name)
    var results: Set<String> = []
    for index in letters.indices {
      var deleted = letters
      deleted.remove(at: index)
      var doubled = letters
      doubled.insert(letters[index], at: index)
      var added = letters
      added.insert("Q", at: index)
      results.formUnion([String(deleted), String(doubled), String(added)])
      for letter in "QAEX_" {
        var changed = letters
        changed[index] = letter
        results.insert(String(changed))
      }
      if index > 0 {
        var swapped = letters
        swapped.swapAt(index - 1, index)
        results.insert(String(swapped))
      }
    }
    return results.subtracting(settings).filter { !$0.isEmpty }
  }

  @Test("the Makefile declares variables") func declared() { #expect(Self.settings.count >= 30) }

  @Test("each mistyped name of a variable is refused, and the variable is suggested", arguments: settings)
  func mistyped(name: String) throws {
    let mistypings = Self.mistypings(of: name)
    var command = Command(system: "make", ["--no-print-directory", "help"] + mistypings.map { "\($0)=1" })
    command.directory = Package.root
    let outcome = try command.run()
    #expect(outcome.status == 2)
    let sentences = outcome.errors.matches(
      of: /there is no variable '([^']*)'; did you mean ([A-Z_]+(?: or [A-Z_]+)*)\?/)
    #expect(Set(sentences.map { String($0.1) }) == mistypings)
    for sentence in sentences { #expect(sentence.2.split(separator: " or ").contains(name[...]), "\(sentence.0)") }
  }

  @Test(
    "the nearest name is suggested only when it is near",
    arguments: [
      ("DRYRUN", "did you mean DRY_RUN?"), ("dry-run", "did you mean DRY_RUN?"), ("model", "did you mean MODEL?"),
      ("BOGUS", "make help"), ("Q", "make help"),
    ])
  func suggestion(name: String, hint: String) throws {
    #expect(try Make.run("help", [name: "1"]).errors.contains(hint))
  }

  @Test(
    "a variable of the environment is not one of make, and the message says where to write it",
    arguments: ["HF_TOKEN", "HF_ENDPOINT", "HF_HUB_OFFLINE", "HTTPS_PROXY", "https_proxy"])
  func ofEnvironment(name: String) throws {
    let outcome = try Make.run("help", [name: "secret"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("write it before make, as in \(name)=... make import-model"))
    #expect(!outcome.errors.contains("secret"))
  }

  @Test("several are reported at once")
  func several() throws {
    let errors = try Make.run("help", ["DRYRUN": "1", "MODLE": "a/b"]).errors
    #expect(errors.contains("'DRYRUN'; did you mean DRY_RUN?") && errors.contains("'MODLE'; did you mean MODEL?"))
  }

  @Test(
    "a long name mistyped in the environment is refused, too",
    arguments: [("DRYRUN", "DRY_RUN"), ("UPDTAE", "UPDATE"), ("TEXTONLY", "TEXT_ONLY"), ("update", "UPDATE")])
  func inEnvironment(mistyped: String, name: String) throws {
    let outcome = try Make.run("help", environment: [mistyped: "1"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("the environment variable '\(mistyped)' looks like a mistyped '\(name)'"))
  }

  @Test(
    "variables of other programs in the environment are ignored",
    arguments: ["LANG", "MODE", "TOOL", "UID", "JOB", "LOGS", "UPDATER_HOME", "BASH_FUNC_x%%", "it's"])
  func otherPrograms(name: String) throws {
    #expect(try Make.run("help", environment: [name: "$(touch pwned)"]).status == 0)
  }

  @Test("make refuses to run in another directory than that of the Makefile")
  func otherDirectory() throws {
    let makefile = Package.root.appending(path: "Makefile").path(percentEncoded: false)
    var command = Command(system: "make", ["-f", makefile, "import-model", "MODEL=gpt2"])
    let scratch = try ScratchDirectory()
    command.directory = scratch.url
    let outcome = try withExtendedLifetime(scratch) { try command.run() }
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("run make -C \(Package.root.path(percentEncoded: false))"), "\(outcome.errors)")
  }
}
