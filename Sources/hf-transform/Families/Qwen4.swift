extension Family {
  /// Qwen 4: Qwen 3.5's layers between several residual streams, with embeddings of token sequences in some layers.
  static let qwen4Lineage = [qwen4]

  /// Source: `Qwen4ExpForCausalLM` of transformers.
  static let qwen4 = Family(
    "qwen4_exp_text", "qwen4_exp",
    defaults: [
      .hiddenSize: 2048, .layers: 40, .heads: 16, .context: 32768, .vocabulary: 248_320, .tiedEmbeddings: 0,
      .keyValueHeads: 2, .headDim: 256, .experts: 512, .expertsPerToken: 10, .expertSize: 512, .sharedExpertSize: 512,
      .linearKeyHeads: 16, .linearValueHeads: 32, .linearKeyHeadDim: 128, .linearValueHeadDim: 128, .linearKernel: 4,
      .hyperConnections: 4, .hyperConnectionRank: 320, .ngramKernel: 4, .ngramLength: 3, .ngramHeads: 8,
      .ngramVocabulary: 20_000_000, .ngramDivisor: 128,
    ],
    mixers: .everyNthAttends(4), attention: gatedQwenAttention, recurrent: LinearAttention.gatedDeltaNet,
    indexers: .indexers(
      in: { model throws(ConfigError) in model.layout.full.when(model.config.has(.indexHeads)) },
      parameters: { model throws(ConfigError) in
        let headDim = try model.size(.indexHeadDim)
        return try model.hidden * (model.size(.indexHeads) + model.size(.indexKeyHeads, or: 1)) * headDim + 2 * headDim
      }),
    experts: Experts(.all, shared: .one(), sharedGate: true), norms: .withoutParameters,
    additionalParameters: { model throws(ConfigError) in
      try HyperConnections.lowRankParameters(model) + SequenceEmbeddings.parameters(model)
    })
}
