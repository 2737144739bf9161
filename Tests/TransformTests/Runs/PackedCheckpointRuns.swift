import JSON
import StubHub
import TestSupport
import Testing

@Suite("Packed checkpoints on a Hub")
struct PackedCheckpointRuns {
  /// A tensor that no formula knows, so that an unknown model's count can only be that of the headers.
  private static let memory: [PackedCheckpoint.Tensor] = [("model.memory.weight", "BF16", [1000, 100])]

  /// The checkpoint's repository. The Hub counts elements, which are not weights.
  private func model(_ id: String, _ checkpoint: PackedCheckpoint, _ modelType: String) throws -> StubModel {
    let tensors = checkpoint.fileTensors(adding: modelType == "llama" ? [] : PackedCheckpointRuns.memory)
    var files = [
      "config.json": StubFile(checkpoint.config(modelType: modelType)), "model.safetensors": safetensorsFile(tensors),
    ]
    let sidecar = try JSONDocument("{\(checkpoint.snapshot)}")
    for (key, value) in sidecar.root.members {
      files["\(key.string ?? "").json"] = StubFile(String(decoding: value.source, as: UTF8.self))
    }
    let elements = tensors.reduce(0) { $0 + $1.elements }
    return StubModel(id, files: files, infoMembers: #""safetensors":{"total":\#(elements)}"#)
  }

  @Test(
    "with --exact each method of the table has the logical count, of all weights or by module",
    arguments: [("llama", "0.000426624"), ("next_month", "0.000526624")])
  func exact(modelType: String, parameters: String) throws {
    let checkpoints = PackedCheckpoint.all
    let ids = checkpoints.indices.map { "org/m-\($0)" }
    let hub = try StubHub(zip(ids, checkpoints).map { try model($0, $1, modelType) })
    let home = try ScratchDirectory()
    let snapshots = try Command(
      tool: "hf-fetch", ["--exact", "--jobs", "4"], input: ids.map { "\"\($0)\"\n" }.joined(),
      environment: [
        "HF_ENDPOINT": hub.baseURL, "HF_HOME": home.path("hf"), "HOME": home.path("user"), "NO_PROXY": "*",
      ]
    ).run()
    #expect(snapshots.status == 0, "\(snapshots.errors)")
    let entries = try Command(tool: "hf-transform", ["--quiet"], input: snapshots.output).run().output
      .split(separator: "\n").map { try JSONDocument(String($0)) }
    try #require(entries.count == checkpoints.count)
    for (entry, checkpoint) in zip(entries, checkpoints) {
      let reported = entry.root["parameters_billions"].map { String(decoding: $0.source, as: UTF8.self) }
      #expect(reported == parameters, "\(checkpoint.testDescription)")
      #expect(entry.root["parameters_source"]?.equals("safetensors") == true, "\(checkpoint.testDescription)")
    }
  }
}
