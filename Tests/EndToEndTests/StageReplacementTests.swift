import Foundation
import TestSupport
import Testing

@Suite("Stages that are replaced")
struct StageReplacementTests {
  private static let entry = #"{"id":"a"}"#
  private static let failure = #"{"error":{"stage":"fetch","code":"not_found","message":"no such model"}}"#

  /// Runs an import of replaced stages, the last of which keeps what it is given.
  private func merged(
    _ target: String = "import-model", fetch: String, transform: String = "cat", validate: String = "cat",
    merge: String = "cat"
  ) throws -> (outcome: Command.Outcome, documents: [String]) {
    let scratch = try ScratchDirectory()
    let outcome = try Make.run(
      target,
      ["FETCH": fetch, "TRANSFORM": transform, "VALIDATE": validate, "MERGE": merge, "LOG": scratch.path("log")])
    return (outcome, outcome.output.split(separator: "\n").map(String.init))
  }

  @Test("the stages are run in their order, each on what the one before it printed")
  func order() throws {
    let (outcome, documents) = try merged(
      fetch: "echo 1", transform: "sed s/$/2/", validate: "sed s/$/3/", merge: "sed s/$/4/")
    #expect(outcome.status == 0)
    #expect(documents == ["1234"])
  }

  @Test(
    "a stage that fails is told of in the stream, and fails the target",
    arguments: [
      ("fetch", "false", 1), ("fetch", "echo '\(entry)'; exit 3", 3), ("transform", "cat; exit 9", 9),
      ("transform", "exit 2", 2),
      ("validate", "cat; kill -9 $$", 137), ("validate", "no-such-program-here", 127),
    ])
  func failingStage(stage: String, command: String, status: Int) throws {
    let (outcome, documents) = try merged(
      fetch: stage == "fetch" ? command : "echo '\(Self.entry)'", transform: stage == "transform" ? command : "cat",
      validate: stage == "validate" ? command : "cat")
    #expect(outcome.status == 2)
    let last = try #require(documents.last)
    #expect(last.contains(#""code":"stage_failed""#))
    #expect(last.contains(#""stage":"\#(stage)""#))
    #expect(last.contains("status \(status)"))
  }

  @Test("a stage whose failure is in the stream needs no other, and still fails the target")
  func toldFailure() throws {
    let (outcome, documents) = try merged(fetch: "echo '\(Self.failure)'; exit 1")
    #expect(outcome.status == 2)
    #expect(documents == [Self.failure])
  }

  @Test("a stage that reads nothing does not break the one before it")
  func unreadInput() throws {
    let (outcome, documents) = try merged(
      fetch: "seq 100000", transform: "echo '\(Self.entry)'", validate: "head -n 1")
    #expect(outcome.status == 0)
    #expect(documents == [Self.entry])
  }

  @Test("an import to which nothing arrives fails", arguments: ["true", "echo", "echo '[]'", "cat"])
  func nothingArrives(fetch: String) throws {
    let (outcome, documents) = try merged(fetch: fetch)
    #expect(outcome.status == 2)
    #expect(documents.isEmpty)
    #expect(outcome.errors.contains("nothing arrived"))
  }

  @Test("a merge that fails gives its status to make's message")
  func failingMerge() throws {
    let (outcome, _) = try merged(fetch: "echo 1", merge: "exit 3")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("Error 3"))
  }

  @Test("a model has to be named when hf-fetch is to fetch it")
  func noModel() throws {
    let outcome = try Make.run("import-model")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("MODEL=org/name"))
  }

  @Test("a switch that is neither on nor off is refused", arguments: ["DRY_RUN", "FORCE", "UPDATE", "TEXT_ONLY"])
  func oddSwitch(name: String) throws {
    let outcome = try Make.run("import-model", ["MODEL": "a/b", name: "maybe"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("\(name)=1"))
  }
}
