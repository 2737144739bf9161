/// The classes of modules that a quantization config can give settings for.
enum ModuleClass {
  case linear, embedding, attention, feedForward, experts

  /// The class with a name such as `Linear` or `LlamaAttention`; nil for the name of another class.
  init?(_ name: String) {
    switch name {
    case "Linear": self = .linear
    case "Embedding", "VocabParallelEmbedding", "ParallelLMHead": self = .embedding
    default:
      if name.hasSuffix("Attention") {
        self = .attention
      } else if name.hasSuffix("MLP") {
        self = .feedForward
      } else if name.hasSuffix("Experts") || name.hasSuffix("MoE") || name.hasSuffix("MoeBlock") {
        self = .experts
      } else {
        return nil
      }
    }
  }

  /// Whether a module belongs to the class. Every module except the input embeddings counts as linear.
  ///
  /// - Parameter module: the dotted parts of the module's name.
  func contains(_ module: [Substring]) -> Bool {
    switch self {
    case .linear: !isEmbedding(module)
    case .embedding: isEmbedding(module)
    case .attention: module.contains { $0 == "self_attn" || $0 == "attn" || $0 == "attention" }
    case .feedForward: module.contains { $0 == "mlp" || $0 == "feed_forward" || $0 == "ffn" }
    case .experts: module.contains("experts")
    }
  }

  private func isEmbedding(_ module: [Substring]) -> Bool {
    module.last.map { EmbeddingNames.inputs.contains($0) } ?? false
  }
}
