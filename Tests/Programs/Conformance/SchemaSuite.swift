import Foundation
import JSON
import TestSupport

/// The required tests of one draft of JSON Schema, through the hf-validate binary.
struct SchemaSuite {
  /// A draft and the folder of its tests.
  struct Draft {
    let folder: String
    /// What schemas of the suite that do not name their draft are to be read as.
    let dialect: String
  }

  static let drafts = [
    Draft(folder: "draft2020-12", dialect: "https://json-schema.org/draft/2020-12/schema"),
    Draft(folder: "draft7", dialect: "http://json-schema.org/draft-07/schema#"),
  ]

  let draft: Draft
  let directory: URL

  private struct Tally {
    var passed = 0
    var failed = 0
    /// By reason: how many tests.
    var leftOut: [String: Int] = [:]
  }

  /// Runs the tests, prints what came out, and gives the number of failed ones.
  func run() throws -> Int {
    var tally = Tally()
    let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
    for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "json" {
      try run(file, &tally)
    }
    let leftOut = tally.leftOut.values.reduce(0, +)
    print("\(draft.folder): \(tally.passed) passed, \(tally.failed) failed, \(leftOut) left out")
    for (reason, count) in tally.leftOut.sorted(by: { $0.key < $1.key }) { print("  left out \(count): \(reason)") }
    return tally.failed
  }

  private func run(_ file: URL, _ tally: inout Tally) throws {
    let document = try JSONDocument(Array(Data(contentsOf: file)))
    try withExtendedLifetime(document) {
      for group in document.root.elements {
        guard let schema = group["schema"], let tests = group["tests"] else { continue }
        try run(
          schema, Array(tests.elements), "\(file.lastPathComponent), \(group["description"]?.string ?? "")", &tally)
      }
    }
  }

  private func run(_ schema: JSONElement, _ tests: [JSONElement], _ title: String, _ tally: inout Tally) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(text(of: schema), to: "schema.json")
    let input = tests.compactMap { $0["data"].map { String(decoding: $0.source, as: UTF8.self) } }.joined(
      separator: "\n")
    let outcome = try Command(
      tool: "hf-validate", ["--schema", scratch.path("schema.json"), "--whole", "--output", "basic", "--jobs", "1"],
      input: input
    ).run()
    if let document = Self.missingRemoteDocument(outcome) {
      tally.leftOut["needs the remote document \(document)", default: 0] += tests.count
      return
    }
    let results = outcome.output.split(separator: "\n").map { $0.hasPrefix(#"{"valid":true"#) }
    for (index, test) in tests.enumerated() {
      if results.indices.contains(index), results[index] == test["valid"]?.bool {
        tally.passed += 1
      } else {
        tally.failed += 1
        print("FAILED \(draft.folder)/\(title): \(test["description"]?.string ?? "") \(outcome.errors)")
      }
    }
  }

  /// The schema's text, naming its draft where it does not.
  private func text(of schema: JSONElement) -> String {
    let text = String(decoding: schema.source, as: UTF8.self)
    guard schema.isObject, schema["$schema"] == nil else { return text }
    return #"{"$schema":"\#(draft.dialect)""# + (schema.count > 0 ? "," : "") + text.dropFirst()
  }

  /// The document that a schema references on the suite's server; fetching is not tested.
  private static func missingRemoteDocument(_ outcome: Command.Outcome) -> String? {
    guard outcome.status == 2, let start = outcome.errors.firstRange(of: "'http://localhost:1234/") else { return nil }
    let quoted = outcome.errors[start.lowerBound...].dropFirst()
    return quoted.firstIndex(of: "'").map { String(quoted[..<$0]) }
  }
}
