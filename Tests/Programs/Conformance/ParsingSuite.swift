import Foundation
import Platform
import TestSupport

/// The public tests of JSON parsers, through the reader of each tool: `y_` must be accepted, `n_` refused, and `i_` is
/// for each parser to decide, but not by crashing.
struct ParsingSuite {
  let files: [URL]

  /// Texts that are not a JSON document, but a valid stream of several values or none.
  private static let legalStreams: [String: String] = [
    "n_single_space.json": "empty",
    "n_structure_no_data.json": "empty",
    "n_structure_UTF8_BOM_no_data.json": "empty",
    "n_structure_double_array.json": "two values",
    "n_structure_object_with_trailing_garbage.json": "two values",
  ]

  private static let tools = ["hf-fetch", "hf-transform", "hf-validate", "models-merge"]

  /// Finds the tests in a directory.
  init(directory: URL) throws {
    let found = try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
    files = (found ?? []).filter {
      ["y_", "n_", "i_"].contains($0.lastPathComponent.prefix(2)) && $0.pathExtension == "json"
    }
    .sorted { $0.path < $1.path }
  }

  /// Runs the tests, prints what came out, and gives the number of failed ones.
  func run() throws -> Int {
    var failed = 0
    for tool in Self.tools {
      var passed = 0
      var leftOut: [String] = []
      for file in files {
        let name = file.lastPathComponent
        let outcome = try run(tool, on: Data(contentsOf: file))
        // A value that is not a request or snapshot was parsed too; only the parser's errors have a line.
        let isRefused = outcome.output.contains("malformed_input") && outcome.output.contains(#""line":"#)
        if outcome.status < 128, name.hasPrefix("n_"), !isRefused, let reason = Self.legalStreams[name] {
          leftOut.append("\(name) (\(reason))")
        } else if outcome.status < 128, name.hasPrefix("i_") || isRefused == name.hasPrefix("n_") {
          passed += 1
        } else {
          failed += 1
          print("FAILED \(tool) on \(name): status \(outcome.status) \(outcome.output.prefix(200))")
        }
      }
      print("json-parsing, \(tool): \(passed) passed, \(leftOut.count) left out as legal streams")
      if tool == Self.tools.first { for name in leftOut { print("  left out: \(name)") } }
    }
    return failed
  }

  private func run(_ tool: String, on text: Data) throws -> Command.Outcome {
    let scratch = try ScratchDirectory()
    try scratch.write("true", to: "schema.json")
    try scratch.write(#"{"models": []}"#, to: "models.json")
    let arguments: [String: [String]] = [
      "hf-fetch": ["--offline", "--continue-on-error"],
      "hf-validate": ["--schema", scratch.path("schema.json")],
      "models-merge": [scratch.path("models.json"), "--dry-run"],
    ]
    var command = Command(
      tool: tool, arguments[tool] ?? [], environment: ["HF_HOME": scratch.path("hub"), "HOME": scratch.path("")])
    command.input = text
    return try command.run()
  }
}
