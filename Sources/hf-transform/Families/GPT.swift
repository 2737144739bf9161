extension Family {
  /// GPT-2 and the models with its naming and layer norms.
  static let gptLineage = [gpt2, gptBigCode]

  static let gpt2 = Family(
    "gpt2", "gpt-sw3",
    defaults: [.hiddenSize: 768, .layers: 12, .heads: 12, .vocabulary: 50257, .context: 1024, .tiedEmbeddings: 1],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads, bias: .yes, outputBias: .yes),
    feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions())

  static let gptBigCode = Family(
    "gpt_bigcode",
    defaults: [.hiddenSize: 768, .layers: 12, .heads: 12, .vocabulary: 50257, .context: 1024, .tiedEmbeddings: 1],
    attention: .attention(keyValueHeads: KeyValueHeads.multiQuery(absent: true), bias: .yes, outputBias: .yes),
    feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions())
}
