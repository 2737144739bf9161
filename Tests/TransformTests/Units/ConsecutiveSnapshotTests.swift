import JSON
import TestSupport
import Testing

@testable import CommandLineTool
@testable import hf_transform

/// A transformer keeps its memory for the next snapshot, and must keep nothing else.
@Suite("Consecutive snapshots")
struct ConsecutiveSnapshotTests {
  /// Snapshots that state little, so that a value that is left from another model shows.
  static let sparse = [
    GGUFHeader("llama").snapshot(),
    GGUFHeader("new-thing").snapshot(),
    GGUFHeader("lfm2", ["attention.head_count_kv": "[0,2,0,2]", "shortconv.l_cache": "3"]).snapshot(),
    snapshot(of: #"{"model_type":"llama"}"#),
    snapshot(of: #"{"model_type":"new-thing","hidden_size":64,"num_hidden_layers":4,"num_attention_heads":4}"#),
    #"{"model_id":"org/Model-1B","info":{}}"#,
  ]

  private static func snapshot(of config: String) -> String {
    #"{"model_id":"org/Model-1B","info":{},"config":\#(config),"weights":{"format":"none"}}"#
  }

  @Test("a snapshot's result and messages are the same after any other model", arguments: Fixture.all)
  func afterAnother(_ fixture: Fixture) throws {
    let first = try ConsecutiveSnapshotTests.snapshot(of: fixture.config())
    let alone = try Transformed(snapshot: first)
    for sparse in ConsecutiveSnapshotTests.sparse {
      let transformer = try SnapshotTransformer(TransformOptions(ParsedArguments(["--text-only"], of: .transform)))
      for (snapshot, expected) in [(first, alone), (sparse, try Transformed(snapshot: sparse)), (first, alone)] {
        let result = try Transformed(snapshot: snapshot, transformer)
        #expect(text(of: result) == text(of: expected))
        #expect(result.messages == expected.messages)
      }
    }
  }

  private func text(of result: Transformed) -> String { String(decoding: result.root.source, as: UTF8.self) }
}
