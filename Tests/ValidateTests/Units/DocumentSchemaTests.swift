import Foundation
import JSON
import ModelSpec
import TestSupport
import Testing

@Suite("Schemas of documents")
struct DocumentSchemaTests {
  @Test("the schema of failures has all codes and stages")
  func codes() throws {
    let schema = try JSONDocument(String(contentsOf: DocumentSchema.failure.file, encoding: .utf8))
    defer { withExtendedLifetime(schema) {} }
    let members = schema.root["$defs"]?["error"]?["properties"]
    #expect(members?["code"]?["enum"]?.elements.compactMap(\.string) == FailureCode.allCases.map(\.rawValue))
    #expect(members?["stage"]?["enum"]?.elements.compactMap(\.string) == Stage.allCases.map(\.rawValue))
  }

  @Test("every code belongs to a stage, and is in one table of remedies", arguments: FailureCode.allCases)
  func rows(code: FailureCode) {
    #expect(!code.stages.isEmpty)
    let tables = FailureCode.Section.allCases.filter { FailureCode.remedies($0).contains("| `\(code.rawValue)` |") }
    #expect(tables.count == 1)
    #expect(FailureCode.overview.contains("`\(code.rawValue)`"))
  }

  @Test(
    "a wrong document is refused with the path of what is wrong",
    arguments: [
      (DocumentSchema.request, #"{"revision": "main"}"#, ""), (.request, #"{"model": 7}"#, "/model"),
      (.request, #"{"model": "a/b", "overrides": {"num_layers": 0}}"#, "/overrides/num_layers"), (.request, "7", ""),
      (.snapshot, #"{"weights": {"format": "none"}}"#, ""),
      (.snapshot, #"{"model_id": "a/b", "weights": {"format": "zip"}}"#, "/weights/format"),
      (.snapshot, #"{"model_id": "a/b", "weights": {"format": "none"}, "config": []}"#, "/config"),
      (
        .snapshot,
        #"{"model_id": "a/b", "weights": {"format": "gguf", "headers": {"tensors": [{"name": "a", "dtype": "F32", "shape": [-1]}]}}}"#,
        "/weights/headers/tensors/0/shape/0"
      ),
      (.entry, #"{"id": "a"}"#, ""),
      (.failure, #"{"error": {"stage": "fetch", "code": "nonsense", "message": "m"}}"#, "/error/code"),
      (.failure, #"{"error": {"code": "gated", "message": "m"}}"#, "/error"),
      (.failure, #"{"error": {"stage": "fetch", "code": "gated", "message": "m"}, "more": 1}"#, "/more"),
      (.report, #"{"database": "d", "dry_run": false, "total": -1}"#, "/total"),
      (.report, #"{"database": "d", "dry_run": false, "total": 1, "added": "a"}"#, "/added"),
    ])
  func wrong(schema: DocumentSchema, text: String, path: String) throws {
    let document = try JSONDocument(text)
    let violations = withExtendedLifetime(document) { schema.violations(of: document.root) }
    #expect(violations.contains { $0.hasPrefix("\(path): ") }, "\(violations)")
  }

  @Test(
    "a right document is accepted",
    arguments: [
      (DocumentSchema.request, #""org/name""#),
      (.request, #"{"model": "a/b", "revision": "v1", "overrides": {"num_layers": 4, "id": "a"}, "mine": 1}"#),
      (.snapshot, #"{"model_id": "a/b", "weights": {"format": "none"}}"#), (.entry, EntryRuleTests.entry),
      (.failure, #"{"error": {"stage": "merge", "code": "duplicate_id", "message": "m", "hint": "h", "status": 404}}"#),
      (.report, #"{"database": "d", "dry_run": true, "added": ["a"], "failed": [], "total": 0}"#),
    ])
  func right(schema: DocumentSchema, text: String) throws {
    let document = try JSONDocument(text)
    #expect(withExtendedLifetime(document) { schema.violations(of: document.root) } == [])
  }

  @Test("failures are checked under --check-failures, and pass otherwise")
  func checksFailures() throws {
    let failure = #"{"error":{"code":"nonsense","message":"m"}}"#
    let arguments = ["--schema", DocumentSchema.failure.file.path]
    let passed = try Command(tool: "hf-validate", arguments, input: failure).run()
    #expect(passed.output == failure + "\n")
    let checked = try Command(tool: "hf-validate", arguments + ["--check-failures"], input: failure).run()
    #expect(checked.status == 1)
    #expect(checked.output.contains(#""path":"/error/code""#) && checked.output.contains(#""invalid_entry""#))
  }
}
