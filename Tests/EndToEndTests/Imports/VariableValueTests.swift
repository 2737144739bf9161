import Foundation
import TestSupport
import Testing

@Suite("Values of make's variables")
struct VariableValueTests {
  static let hostileValues = [
    "x; touch pwned", "$(shell touch pwned)", "$$(touch pwned)", "`touch pwned`", "'; touch pwned; '",
    "\"; touch pwned; \"",
    "| touch pwned", "& touch pwned &", "${IFS}touch${IFS}pwned", "$(eval x:=$(shell touch pwned))", "a b  c", "trail ",
    "--help", "-m", "#comment", "a#b", "a\\b", "100%", "~root", "*", "a\nb\ttouch pwned", "$MODEL", "$@", "日本語", "a=b",
    "",
  ]

  @Test("every value arrives as it was given, and is not run by a shell", arguments: hostileValues)
  func arrivesAsGiven(value: String) throws {
    let scratch = try ScratchDirectory()
    let stage = #"printf '%s|' "$ID" "$DATABASE" "$SNAPSHOTS" >"\#(scratch.path("seen"))"; echo '{}'"#
    let outcome = try Make.run(
      "import-model",
      [
        "ID": value, "DATABASE": value, "SNAPSHOTS": value, "FETCH": stage, "TRANSFORM": "cat", "VALIDATE": "cat",
        "MERGE": "cat >/dev/null",
      ])
    #expect(outcome.status == 0)
    #expect(try scratch.read("seen") == "\(value)|\(value)|\(value)|")
    #expect(!FileManager.default.fileExists(atPath: Package.root.appending(path: "pwned").path))
  }

  @Test("a value from the environment is not run by a shell", arguments: hostileValues)
  func environmentIsData(value: String) throws {
    let scratch = try ScratchDirectory()
    let stage = #"printf %s "$SEARCH" >"\#(scratch.path("seen"))"; echo '{}'"#
    let outcome = try Make.run(
      "import-model", ["FETCH": stage, "TRANSFORM": "cat", "VALIDATE": "cat", "MERGE": "cat >/dev/null"],
      environment: ["SEARCH": value])
    #expect(outcome.status == 0)
    #expect(try scratch.read("seen") == value)
    #expect(!FileManager.default.fileExists(atPath: Package.root.appending(path: "pwned").path))
  }
}
