import Foundation
import TestSupport
import Testing

@Suite("Variables that make does not know")
struct UnknownVariableTests {
  /// The names in the Makefile's list of settings.
  static let settings: [String] = {
    let makefile = (try? String(contentsOf: Package.root.appending(path: "Makefile"), encoding: .utf8)) ?? ""
    let declarations = makefile.split(separator: "\n").compactMap { $0.firstMatch(of: /^([A-Z_]+) \?=/)?.1 }
    return declarations.map(String.init)
  }()

  @Test("the Makefile declares variables") func declared() { #expect(Self.settings.count >= 30) }

  @Test("a name with a letter missing, added or doubled is refused", arguments: settings)
  func mistyped(name: String) throws {
    let names = [String(name.dropFirst()), String(name.dropLast()), name + "S", "X" + name, name.lowercased()]
    for mistyped in names where !mistyped.isEmpty && !Self.settings.contains(mistyped) {
      let outcome = try Make.run("help", [mistyped: "1"])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("there is no variable '\(mistyped)'"))
    }
  }

  @Test(
    "the nearest name is suggested only when it is near",
    arguments: [("DRYRUN", "did you mean DRY_RUN?"), ("dry-run", "did you mean DRY_RUN?"), ("BOGUS", "make help")])
  func suggestion(name: String, hint: String) throws {
    #expect(try Make.run("help", [name: "1"]).errors.contains(hint))
  }
}
