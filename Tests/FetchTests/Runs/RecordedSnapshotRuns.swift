import JSON
import StubHub
import TestSupport
import Testing

@Suite("Recorded snapshots")
struct RecordedSnapshotRuns {
  /// A Hub whose snapshots were recorded to `snapshots.ndjson`, a failure among them.
  private func record(_ scratch: ScratchDirectory) throws -> FetchRun {
    var options = StubHub.Options()
    options.renames = ["old": "org/new"]
    let hub = try StubHub([smallModel("org/a"), smallModel("org/b"), smallModel("org/new")], options: options)
    defer { hub.stop() }
    let input = #"{"model":"org/a","overrides":{"num_layers":3}}"# + "\n\"org/none\"\n\"org/b\"\n\"old\"\n"
    let run = try runFetch(["--continue-on-error"], from: hub, input: input)
    try scratch.write(run.output, to: "snapshots.ndjson")
    return run
  }

  @Test("the requests determine order, choice and overrides; failures are repeated, and nothing is sent to the Hub")
  func replays() throws {
    let scratch = try ScratchDirectory()
    let recorded = try record(scratch)
    let input =
      "\"old\"\n\"ORG/B\"\n" + #"{"model":"org/b","overrides":{"n":1}}"# + "\n\"org/none\"\n\"org/a\"\n\"org/x\"\n"
    let run = try runFetch(
      ["--continue-on-error", "--snapshots", scratch.path("snapshots.ndjson")], input: input)
    #expect(run.answers == ["org/new", "org/b", "org/b", "not_found", "org/a", "offline_miss"])
    #expect(run.documents[2].root["overrides"]?["n"]?.int == 1)
    #expect(run.documents[4].root["overrides"] == nil)
    let lines = recorded.output.split(separator: "\n")
    let replayed = run.output.split(separator: "\n")
    #expect(replayed[0] == lines[3] && replayed[1] == lines[2] && replayed[3] == lines[1])
  }

  @Test("a snapshot of a renamed model has the id that was requested")
  func namesRequested() throws {
    let recorded = try record(try ScratchDirectory())
    #expect(recorded.documents.map { $0.root["requested"]?.string } == [nil, nil, nil, "old"])
  }

  @Test("of several recordings, the newest is used, unless the request names a commit")
  func choosesCommit() throws {
    let scratch = try ScratchDirectory()
    let commits = ["1", "2"].map { String(repeating: $0, count: 40) }
    let lines = commits.map { #"{"model_id":"org/a","revision":"\#($0)","info":{},"weights":{"format":"none"}}"# }
    try scratch.write(lines.joined(separator: "\n"), to: "snapshots.ndjson")
    let input = (["main"] + commits + [String(repeating: "3", count: 40)]).map {
      #"{"model":"org/a","revision":"\#($0)"}"#
    }
    let run = try runFetch(
      ["--continue-on-error", "--snapshots", scratch.path("snapshots.ndjson")], input: input.joined(separator: "\n"))
    #expect(run.documents.map { $0.root["revision"]?.string } == [commits[1], commits[0], commits[1], nil])
    #expect(run.failure == nil && run.answers.last == "offline_miss")
  }

  @Test("a file that cannot be read or is not JSON is a system failure", arguments: [nil, "{", "[1,"])
  func unreadable(content: String?) throws {
    let scratch = try ScratchDirectory()
    if let content { try scratch.write(content, to: "snapshots.ndjson") }
    let run = try runFetch(["org/a", "--snapshots", scratch.path("snapshots.ndjson")])
    #expect(run.status == 3)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("snapshots.ndjson"))
  }
}
