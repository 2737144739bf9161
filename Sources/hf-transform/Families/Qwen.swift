extension Family {
  /// Qwen, from the first to the hybrids, with the language models of its multimodal models.
  static let qwens = [
    qwen, qwen2, qwen2VL, qwen25Omni, qwen2MoE, qwen3, qwen3VL, qwen3MoE, groveMoE, qwen3VLMoE, qwen3OmniMoE, qwen3Next,
    qwen3Hybrid, qwen3HybridMoE, qwen4,
  ]

  /// The feed-forward is half as wide as `intermediate_size` says.
  static let qwen = Family(
    "qwen",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads, bias: .yes),
    feedForward: .gated(width: { layer throws(ConfigError) in try layer.size(.intermediateSize) / 2 }))

  static let qwen2 = Family(
    "qwen2", "qwen2_audio", "Dream", "dream",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 32768, .vocabulary: 151_936, .intermediateSize: 22016,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .maxWindowLayers: 28,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .yes))

  /// Source: `Qwen2VLTextConfig` and `Qwen2_5_VLTextConfig` of transformers 5.24.
  static let qwen2VL = qwen2.variant(
    "qwen2_vl_text", "qwen2_vl", "qwen2_5_vl_text", "qwen2_5_vl",
    defaults: [
      .hiddenSize: 8192, .layers: 80, .heads: 64, .context: 32768, .vocabulary: 152_064, .intermediateSize: 29568,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .slidingWindow: 4096, .maxWindowLayers: 80,
    ])

  /// Source: `Qwen2_5OmniTextConfig` of transformers 5.24.
  static let qwen25Omni = qwen2.variant(
    "qwen2_5_omni_text", "qwen2_5_omni", "qwen2_5_omni_thinker",
    defaults: [
      .hiddenSize: 3584, .layers: 28, .heads: 28, .context: 32768, .vocabulary: 152_064, .intermediateSize: 18944,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .slidingWindow: 32768, .maxWindowLayers: 28,
    ])

  static let qwen2MoE = Family(
    "qwen2_moe",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 32768, .vocabulary: 151_936, .intermediateSize: 5632,
      .tiedEmbeddings: 0, .keyValueHeads: 16, .queryKeyValueBias: 1, .slidingWindow: 0, .maxWindowLayers: 28,
      .experts: 60, .expertsPerToken: 4, .expertSize: 1408, .sharedExpertSize: 5632, .expertLayerStep: 1,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .field(.queryKeyValueBias)),
    experts: Experts(.everyStep(1), dense: .ifZero, shared: .one(), sharedGate: true))

  static let qwen3 = Family(
    "qwen3", "sdar",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 32768, .vocabulary: 151_936, .intermediateSize: 22016,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .headDim: 128, .slidingWindow: 4096, .maxWindowLayers: 28,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: queryKeyNormedAttention)

  static let qwen3VL = qwen3.variant(
    "qwen3_vl_text", "qwen3_vl",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 128_000, .vocabulary: 151_936, .intermediateSize: 22016,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .headDim: 128, .slidingWindow: 4096, .maxWindowLayers: 28,
    ])

  static let qwen3MoE = Family(
    "qwen3_moe", "sdar_moe",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 32, .context: 32768, .vocabulary: 151_936, .intermediateSize: 6144,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .slidingWindow: 4096, .useSlidingWindow: 0, .experts: 128,
      .expertsPerToken: 8, .expertSize: 768, .expertLayerStep: 1,
    ],
    mixers: .sliding, attention: queryKeyNormedAttention, experts: Experts(.everyStep(1), dense: .ifZero))

  /// Each pair of experts shares an adjugate expert of 128 elements, which is active with either of them. Source:
  /// `modeling_grove_moe.py` of GroveMoE, and the architecture `grovemoe` in llama.cpp.
  static let groveMoE = Family(
    "grove_moe",
    defaults: [.tiedEmbeddings: 0, .headDim: 128, .expertLayerStep: 1],
    attention: queryKeyNormedAttention,
    experts: Experts(
      .everyStep(1), dense: .ifZero,
      additionalParameters: { layer throws(ConfigError) in
        try layer.size(.experts) / 2 * adjugateExpert(layer)
      },
      extraIdle: { layer throws(ConfigError) in
        try (layer.size(.experts) / 2 - layer.size(.expertsPerToken)) * adjugateExpert(layer)
      }))

  private static let adjugateExpert: LayerFormula = { layer in 3 * layer.hidden * 128 }

  static let qwen3VLMoE = qwen3MoE.variant(
    "qwen3_vl_moe_text", "qwen3_vl_moe",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 128_000, .vocabulary: 151_936, .intermediateSize: 5632,
      .tiedEmbeddings: 0, .keyValueHeads: 16, .experts: 60, .expertsPerToken: 4, .expertSize: 1408,
      .expertLayerStep: 1,
    ])

  /// Like ``qwen3MoE``, but the layers use a sliding window if the config states one: `use_sliding_window` is not
  /// needed.
  static let qwen3OmniMoE = qwen3MoE.variant(
    "qwen3_omni_moe_text", "qwen3_omni_moe", "qwen3_omni_moe_thinker",
    defaults: [
      .hiddenSize: 2048, .layers: 28, .heads: 28, .context: 32768, .vocabulary: 3584, .intermediateSize: 18944,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .experts: 128, .expertsPerToken: 8, .expertSize: 768,
      .expertLayerStep: 1,
    ])

  /// Three of four layers have a gated delta net. The attention of the others has an output gate.
  static let qwen3Next = Family(
    "qwen3_next",
    defaults: [
      .hiddenSize: 2048, .layers: 48, .heads: 16, .context: 32768, .vocabulary: 151_936, .intermediateSize: 5632,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 256, .experts: 512, .expertsPerToken: 10, .expertSize: 512,
      .sharedExpertSize: 512, .expertLayerStep: 1, .linearKeyHeads: 16, .linearValueHeads: 32,
      .linearKeyHeadDim: 128, .linearValueHeadDim: 128, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4), attention: gatedQwenAttention, recurrent: LinearAttention.gatedDeltaNet,
    experts: Experts(.everyStep(1), dense: .ifZero, shared: .one(), sharedGate: true))

  /// The layers of ``qwen3Next`` without experts.
  static let qwen3Hybrid = Family(
    "qwen3_5", "qwen3_5_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 16, .context: 32768, .vocabulary: 248_320, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 256, .linearKeyHeads: 16, .linearValueHeads: 32,
      .linearKeyHeadDim: 128, .linearValueHeadDim: 128, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4), attention: gatedQwenAttention, recurrent: LinearAttention.gatedDeltaNet,
    unused: [.attentionGate])

  /// The layers of ``qwen3Next``; every layer has experts.
  static let qwen3HybridMoE = Family(
    "qwen3_5_moe", "qwen3_5_moe_text",
    defaults: [
      .hiddenSize: 2048, .layers: 40, .heads: 16, .context: 32768, .vocabulary: 248_320, .tiedEmbeddings: 0,
      .keyValueHeads: 2, .headDim: 256, .experts: 256, .expertsPerToken: 8, .expertSize: 512, .sharedExpertSize: 512,
      .linearKeyHeads: 16, .linearValueHeads: 32, .linearKeyHeadDim: 128, .linearValueHeadDim: 128, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4), attention: gatedQwenAttention, recurrent: LinearAttention.gatedDeltaNet,
    experts: Experts(.all, shared: .one(), sharedGate: true),
    unused: [.attentionGate])

  /// Like ``qwen3HybridMoE``, with several residual streams, indexers if the config has their sizes, and embeddings of
  /// token sequences. The norms are counted with the connections of the streams. Source: `Qwen4ExpForCausalLM` of
  /// transformers.
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

  /// Qwen 3's attention: all heads share one norm for queries and one for keys.
  static let queryKeyNormedAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead)

  /// Qwen 3's attention with an output gate.
  static let gatedQwenAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .withQueries)
}
