import StubHub
import Testing

/// Made-up headers of a small Llama whose matrices a quantization method packs.
struct PackedCheckpoint: CustomTestStringConvertible, Sendable {
  /// A matrix of the model, in a layer or, for the head, beside them.
  struct Matrix: Sendable {
    /// The module's name, with `*` for the layer.
    let module: String
    let outputs: Int
    let inputs: Int

    /// The module's last part.
    var role: Substring { module.split(separator: ".").last ?? "" }
  }

  /// A tensor of a module: what its name has after the module's, its dtype and its shape.
  typealias Tensor = (suffix: String, dtype: String, shape: [Int])

  let testDescription: String
  /// The method that the config names.
  let method: String
  /// Members of the config.
  let config: String
  /// Members of the snapshot.
  var snapshot = ""
  /// The tensors of one matrix, which can depend on its layer where the config says so.
  let tensors: @Sendable (Matrix, _ layer: Int) -> [Tensor]
  /// What comes before the names of the tensors.
  var prefix = ""

  init(
    _ method: String, _ description: String, _ quantization: String, key: String = "quantization_config",
    snapshot: String = "", prefix: String = "", tensors: @escaping @Sendable (Matrix, _ layer: Int) -> [Tensor]
  ) {
    testDescription = "\(method): \(description)"
    self.method = method
    config = quantization.isEmpty ? "" : #", "\#(key)": \#(quantization)"#
    self.snapshot = snapshot
    self.prefix = prefix
    self.tensors = tensors
  }

  /// The checkpoints of all methods.
  static let all =
    gptqForms + awqForms + mlxForms + compressedForms + modelOptForms + byteForms + companionForms + codeForms

  /// Layers of the model.
  static let layers = 2
  /// The sizes of the model, and its parameters.
  static let sizes =
    #""hidden_size": 128, "intermediate_size": 256, "num_hidden_layers": 2, "num_attention_heads": 4, "#
    + #""num_key_value_heads": 2, "vocab_size": 512, "max_position_embeddings": 4096, "tie_word_embeddings": false"#
  static let parameters = 426_624

  static let matrices: [Matrix] = [
    ("self_attn.q_proj", 128, 128), ("self_attn.k_proj", 64, 128), ("self_attn.v_proj", 64, 128),
    ("self_attn.o_proj", 128, 128), ("mlp.gate_proj", 256, 128), ("mlp.up_proj", 256, 128),
    ("mlp.down_proj", 128, 256),
  ].map { Matrix(module: "model.layers.*.\($0.0)", outputs: $0.1, inputs: $0.2) }

  /// What is beside the layers, and not packed.
  private static let outerTensors: [Tensor] = [
    ("model.embed_tokens.weight", "BF16", [512, 128]), ("lm_head.weight", "BF16", [512, 128]),
    ("model.norm.weight", "BF16", [128]),
  ]
  /// The norms of a layer.
  private static let norms: [Tensor] = ["input_layernorm", "post_attention_layernorm"].map {
    ("model.layers.*.\($0).weight", "BF16", [128])
  }

  /// The header's tensors as patterns, with others beside them.
  func patterns(adding others: [Tensor] = []) -> String {
    var rows = PackedCheckpoint.outerTensors.map { row($0.suffix, $0.dtype, $0.shape, nil) }
    rows += PackedCheckpoint.norms.map { row($0.suffix, $0.dtype, $0.shape, 0...1) }
    for matrix in PackedCheckpoint.matrices {
      let each = (0..<PackedCheckpoint.layers).map { tensors(matrix, $0) }
      if same(each[0], each[1]) {
        rows += each[0].map { row(matrix.module + "." + $0.suffix, $0.dtype, $0.shape, 0...1) }
      } else {
        for (layer, tensors) in each.enumerated() {
          rows += tensors.map { row(matrix.module + "." + $0.suffix, $0.dtype, $0.shape, layer...layer) }
        }
      }
    }
    rows += others.map { row($0.suffix, $0.dtype, $0.shape, nil) }
    return "[" + rows.joined(separator: ", ") + "]"
  }

  /// The tensors with their full names, as a file has them.
  func fileTensors(adding others: [Tensor]) -> [TestTensor] {
    let inLayers = (0..<PackedCheckpoint.layers).flatMap { layer in
      let packed = PackedCheckpoint.matrices.flatMap { matrix in
        tensors(matrix, layer).map { (suffix: "\(matrix.module).\($0.suffix)", dtype: $0.dtype, shape: $0.shape) }
      }
      return (PackedCheckpoint.norms + packed).map {
        TestTensor(prefix + $0.suffix.replacing("*", with: "\(layer)"), $0.dtype, $0.shape)
      }
    }
    let outside = (PackedCheckpoint.outerTensors + others).map { TestTensor(prefix + $0.suffix, $0.dtype, $0.shape) }
    return inLayers + outside
  }

  private func same(_ a: [Tensor], _ b: [Tensor]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { $0.suffix == $1.suffix && $0.dtype == $1.dtype && $0.shape == $1.shape }
  }

  private func row(_ name: String, _ dtype: String, _ shape: [Int], _ layers: ClosedRange<Int>?) -> String {
    let ranges = layers.map { #", "ranges": [[[\#($0.lowerBound), \#($0.upperBound)]]]"# } ?? ""
    return #"{"name": "\#(prefix)\#(name)", "dtype": "\#(dtype)", "shape": \#(shape)\#(ranges)}"#
  }

  /// The config under this `model_type`.
  func config(modelType: String) -> String {
    #"{"model_type": "\#(modelType)", \#(PackedCheckpoint.sizes)\#(config)}"#
  }

  /// A snapshot of the checkpoint.
  func snapshot(modelType: String, adding others: [Tensor] = []) -> String {
    let weights = #"{"format": "safetensors", "headers": {"tensors": \#(patterns(adding: others))}}"#
    return #"{"model_id": "org/M", "config": \#(config(modelType: modelType)), "#
      + #""weights": \#(weights)\#(snapshot.isEmpty ? "" : ", \(snapshot)")}"#
  }
}
