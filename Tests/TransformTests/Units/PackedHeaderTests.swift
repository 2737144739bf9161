import JSON
import ModelSpec
import Testing

@testable import hf_transform

@Suite("Headers of packed checkpoints")
struct PackedHeaderTests {
  @Test("headers of each method give the logical count", arguments: PackedCheckpoint.all)
  func counts(_ checkpoint: PackedCheckpoint) throws {
    let entry = try Transformed(snapshot: checkpoint.snapshot(modelType: "llama"))
    #expect(entry["parameters_billions"] == "0.000426624" && entry["parameters_source"] == "safetensors")
    #expect(entry.messages.isEmpty, "\(entry.messages)")
  }

  /// The formulas know nothing of the other tensor, so that the count can only be that of the headers.
  @Test("headers of each method give the logical count of an unknown model_type", arguments: PackedCheckpoint.all)
  func countsUnknown(_ checkpoint: PackedCheckpoint) throws {
    let others: [PackedCheckpoint.Tensor] = [("model.memory.weight", "BF16", [1000, 100])]
    let entry = try Transformed(snapshot: checkpoint.snapshot(modelType: "next_month", adding: others))
    #expect(entry["parameters_billions"] == "0.000526624" && entry["parameters_source"] == "safetensors")
    #expect(entry.messages.contains { $0.contains("'org/M'") })
  }

  @Test("every method with a layout has a checkpoint here")
  func isComplete() {
    let covered = PackedCheckpoint.all.map(\.method)
    for method in QuantizationMethod.table where method.layout != nil {
      #expect(method.names.contains { covered.contains($0.description) }, "\(method.name)")
    }
  }

  @Test("weights that a method packs in an unknown way are counted by the config where the bytes agree")
  func unknownLayout() throws {
    func reported(_ bytes: Int) throws -> Transformed {
      let tensors = PackedCheckpoint("spqr", "", #"{"quant_method": "spqr", "bits": 3}"#) { module, _ in
        [("dense_weights", "I64", [module.outputs, module.inputs * 3 / 64])]
      }
      let snapshot = tensors.snapshot(modelType: "llama").split(separator: #""format""#).joined(
        separator: #""size_bytes": \#(bytes), "format""#)
      return try Transformed(snapshot: snapshot)
    }
    let agreeing = try reported(131_072 * 2 + 295_552 * 3 / 8)
    #expect(agreeing["parameters_billions"] == "0.000426624" && agreeing.messages.isEmpty, "\(agreeing.messages)")
    let contradicting = try reported(40_000)
    #expect(contradicting["parameters_billions"] == "0.000426624")
    #expect(contradicting.messages.contains { $0.hasPrefix("warning: 'org/M'") })
  }

  @Test("integers in a row can be packed weights of a method without a layout")
  func packedRows() throws {
    let checkpoint = PackedCheckpoint("spqr", "", #"{"quant_method": "spqr", "bits": 3}"#) { module, _ in
      [("dense_weights", "I64", [module.outputs * module.inputs / 16]), ("row_offsets", "I32", [module.outputs + 1])]
    }
    let entry = try Transformed(snapshot: checkpoint.snapshot(modelType: "llama"))
    #expect(entry["parameters_billions"] == "0.000426624" && entry["parameters_source"] == "config")
  }
}
