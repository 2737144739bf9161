import Foundation
import TestSupport
import Testing

@Suite("Examples of the documentation")
struct ExampleTests {
  static let manualExamples = PageTests.tools.flatMap { examples(in: "docs/\($0).md") }
  // What cannot be run inside the tests: they themselves, and a build with nothing to build.
  static let readmeExamples = examples(in: "README.md").filter { !$0.hasPrefix("make test") }

  @Test("an example of a manual page succeeds", arguments: manualExamples)
  func manualExample(command: String) throws {
    try expectSuccess(command)
  }

  @Test("the examples of the README succeed in their order, on the bundled database")
  func readmeExamples() throws {
    let place = try ExampleEnvironment()
    try place.useBundledDatabase()
    #expect(Self.readmeExamples.count >= 15)
    for command in Self.readmeExamples {
      let outcome = try place.run(command)
      #expect(outcome.status == 0, "\(command): \(outcome.output) \(outcome.errors)")
    }
  }

  private func expectSuccess(_ command: String) throws {
    let place = try ExampleEnvironment()
    try place.record()
    let outcome = try place.run(command)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// The commands in the shell blocks of a page.
  static func examples(in page: String) -> [String] {
    let text = (try? String(contentsOf: Package.root.appending(path: page), encoding: .utf8)) ?? ""
    let blocks = text.components(separatedBy: "```sh\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    return blocks.flatMap { $0.replacing("\\\n", with: " ").split(separator: "\n").map(String.init) }
  }
}

extension ExampleEnvironment {
  /// Makes what examples read: recorded streams, a schema, and a database with an import that can be undone.
  func record() throws {
    let commands = [
      "hf-fetch openai-community/gpt2 >snapshot.json",
      "hf-transform <snapshot.json >entry.json",
      "hf-fetch openai-community/gpt2 Qwen/Qwen3-0.6B >snapshots.ndjson",
      "hf-transform <snapshots.ndjson >entries.ndjson",
      "hf-fetch mistralai/Mistral-7B-v0.1 | hf-transform | models-merge data/models.json",
      "echo '{\"n_embd\": 768}' >config.json",
      "echo '{\"required\": [\"n_embd\"]}' >config.schema.json",
    ]
    for command in commands { _ = try run(command) }
  }
}
