@testable import hf_transform

/// A small GGUF header, as hf-fetch writes it into a snapshot: four blocks, four query heads of 16, two key/value
/// heads.
struct GGUFHeader {
  let architecture: String
  private var members: [(key: String, value: String)]
  private var tensors: [String] = []

  /// Makes a header.
  ///
  /// - Parameters:
  ///   - architecture: the value of `general.architecture`.
  ///   - keys: JSON values by key, without the architecture's name; null takes one of the usual keys away.
  ///   - dtype: the GGML type of the tensors.
  ///   - tensors: names without numbers, each with its shape and the blocks that have it, as JSON.
  init(
    _ architecture: String, _ keys: [String: String] = [:], dtype: String = "Q8_0",
    tensors: [String: (shape: String, blocks: String)] = [:]
  ) {
    self.architecture = architecture
    let usual = [
      "block_count": "4", "context_length": "512", "embedding_length": "64", "feed_forward_length": "128",
      "attention.head_count": "4", "attention.head_count_kv": "2", "vocab_size": "1000",
    ]
    members = usual.merging(keys) { $1 }.sorted { $0.key < $1.key }.filter { $0.value != "null" }.map {
      ($0.key, $0.value)
    }
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let ranges = tensor.blocks.isEmpty ? "" : #","ranges":[\#(tensor.blocks)]"#
      self.tensors.append(#"{"name":"\#(name)","dtype":"\#(dtype)","shape":\#(tensor.shape)\#(ranges)}"#)
    }
  }

  /// The snapshot of a repository that has such a file and no config.json.
  func snapshot(general: [String: String] = [:]) -> String {
    let general =
      general.map { #""general.\#($0.key)":"\#($0.value)""# } + [#""general.architecture":"\#(architecture)""#]
    let own = members.map { key, value in
      key.hasPrefix("tokenizer.") ? #""\#(key)":\#(value)"# : #""\#(architecture).\#(key)":\#(value)"#
    }
    let headers = tensors.isEmpty ? "" : #""headers":{"tensors":[\#(tensors.joined(separator: ","))]},"#
    return #"{"model_id":"org/Model-GGUF","info":{},"weights":{"format":"gguf",\#(headers)"gguf":{"#
      + (general + own).joined(separator: ",") + "}}}"
  }

  /// What hf-transform makes of it.
  func transformed(general: [String: String] = [:], arguments: [String] = []) throws -> Transformed {
    try Transformed(snapshot: snapshot(general: general), arguments: arguments)
  }
}
