import Foundation
import TestSupport
import Testing

@Suite("A stage in another language", .enabled(if: Program.exists("python3")))
struct OwnStageTests {
  private static let snapshot =
    #"{"model_id":"org/Tiny","weights":{"format":"none"},"config":{"model_type":"llama","hidden_size":64,"#
    + #""num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":128,"#
    + #""vocab_size":1000,"max_position_embeddings":512}}"#

  private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "own-stage.py").path

  /// What the stage prints, checked by the schema of its documents.
  private func checked(
    _ schema: DocumentSchema, _ snapshot: String = Self.snapshot, spoiling fields: [String] = []
  ) throws -> Command.Outcome {
    var command = Command(system: "bash")
    command.arguments += [
      "-c", "set -o pipefail; python3 \"$1\" \"${@:4}\" | \"$2\" --schema \"$3\" --check-failures", "bash", Self.script,
      Package.buildDirectory.appending(path: "hf-validate").path, schema.file.path,
    ]
    command.arguments += fields
    command.input = Data((snapshot + "\n").utf8)
    return try command.run()
  }

  @Test("its entries and failures match their schemas")
  func fits() throws {
    #expect(try checked(.entry).status == 0)
    let snapshot = #"{"model_id":"org/odd","weights":{"format":"none"},"config":{}}"#
    #expect(try checked(.snapshot, #"{"error":{"stage":"fetch","code":"gated","message":"m"}}"#).status == 1)
    #expect(try checked(.failure, snapshot).status == 0)
  }

  @Test(
    "a wrong field is named with its path",
    arguments: [
      ("num_layers=0", "/num_layers"), ("num_layers=32.5", "/num_layers"), (#"id="Has Capitals""#, "/id"),
      (#"architecture="dense""#, "/architecture"), ("vocab_size=null", "/vocab_size"),
      ("kv_cache.full_elements_per_token=-1", "/kv_cache/full_elements_per_token"),
      ("kv_cache.sliding_window=4096", "/kv_cache"), (#"hf_model_id="a/b/c""#, "/hf_model_id"),
    ])
  func namesField(assignment: String, path: String) throws {
    let outcome = try checked(.entry, spoiling: [assignment])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(#""path":"\#(path)""#), "\(outcome.output)")
  }

  @Test("it replaces hf-transform in an import")
  func imports() throws {
    let scratch = try ScratchDirectory()
    try scratch.write(#"{"models":[]}"#, to: "models.json")
    try scratch.write(Self.snapshot + "\n", to: "snapshot")
    let outcome = try Make.run(
      "import-model",
      [
        "MODEL": "org/Tiny", "FETCH": "cat '\(scratch.path("snapshot"))'", "TRANSFORM": "python3 '\(Self.script)'",
        "DATABASE": scratch.path("models.json"), "FORCE": "1",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try scratch.read("models.json").contains(#""id": "tiny""#))
  }
}
