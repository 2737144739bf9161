/// The last parts of the names of modules that are input embeddings or output projections.
enum EmbeddingNames {
  /// Input embeddings.
  static let inputs: Set<Substring> = [
    "embed_tokens", "wte", "word_embeddings", "embed_in", "tok_embeddings", "embeddings", "shared", "token_embd",
    "embed", "embedding", "tok_embedding",
  ]
  /// Output projections.
  static let outputs: Set<Substring> = ["lm_head", "embed_out", "output", "output_layer", "head"]
}
