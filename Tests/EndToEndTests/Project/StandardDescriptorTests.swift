import Foundation
import TestSupport
import Testing

@Suite("Standard input and output that are closed or unusable")
struct StandardDescriptorTests {
  private static let entry = #"{"id":"m","name":"m","hf_model_id":"o/m","parameters_billions":1}"#
  static let tools = ["hf-fetch --offline", "hf-transform", "hf-validate", "models-merge db.json --force"]

  /// Runs a tool in a shell that closes or replaces its descriptors.
  private func run(_ tool: String, _ redirections: String, in scratch: ScratchDirectory) throws -> Command.Outcome {
    try scratch.write(Self.entry, to: "input.json")
    try scratch.write(#"{"models": []}"#, to: "db.json")
    var command = Command(
      system: "bash", ["-c", "'\(Package.buildDirectory.path)'/\(tool) <input.json \(redirections)"])
    command.directory = scratch.url
    command.environment = ["HF_HOME": scratch.path("home")]
    return try command.run()
  }

  @Test("input that cannot be read is an error, and nothing waits", arguments: tools, ["<&-", "</", "0>other"])
  func input(tool: String, redirection: String) throws {
    let outcome = try run(tool, redirection, in: ScratchDirectory())
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("error: cannot read standard input"))
  }

  @Test(
    "output that cannot be written is an error, and does not get into another file", arguments: tools,
    [">&-", "</dev/null 1<&0 0<input.json"])
  func output(tool: String, redirection: String) throws {
    let scratch = try ScratchDirectory()
    let outcome = try run(tool, redirection, in: scratch)
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("error: cannot write to standard output"))
    #expect(try !scratch.read("db.json").contains("dry_run"))
    #expect(try scratch.read("input.json") == Self.entry)
  }

  @Test("without a place for messages the documents are the same", arguments: tools)
  func errors(tool: String) throws {
    let usual = try run(tool, "", in: ScratchDirectory())
    let silent = try run(tool, "2>&-", in: ScratchDirectory())
    #expect(silent.status == usual.status)
    #expect(silent.output.isEmpty == usual.output.isEmpty)
    #expect(silent.errors.isEmpty)
  }

  @Test("a file that cannot be read is named", arguments: ["--jobs 1", "--jobs 2"])
  func directory(jobs: String) throws {
    let outcome = try run("hf-validate \(jobs) /", "", in: ScratchDirectory())
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("cannot read '/': "))
  }
}
