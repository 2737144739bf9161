extension Family {
  /// Llama and the models that share its layers, up to biases and query/key norms.
  static let llamaLineage = [
    llama, mistral, ministral, ministral3, smolLM3, granite, cwm, helium, seedOSS, arcee, exaone, exaone4, xverse,
    baichuan, internLM,
    internLM3, miniCPM, hyperCLOVAX, mimo,
  ]

  /// Biases on all four projections, when the config asks for them.
  static let attentionWithOptionalBias = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias))

  static let llama = Family(
    "llama", "llama_text", "Yi", "skywork", "aquila", "solar", "mobilellm",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias)

  static let mistral = Family(
    "mistral",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .slidingWindow: 4096,
    ],
    mixers: .sliding)

  static let ministral = Family(
    "ministral",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .slidingWindow: 4096,
    ],
    mixers: .sliding)

  static let ministral3 = Family(
    "ministral3",
    defaults: [
      .hiddenSize: 4096, .layers: 34, .heads: 32, .context: 262_144, .vocabulary: 131_072, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    mixers: .sliding)

  static let smolLM3 = Family(
    "smollm3",
    defaults: [
      .hiddenSize: 2048, .layers: 36, .heads: 16, .context: 32768, .vocabulary: 128_256, .intermediateSize: 11008,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .noRopeInterval: 4,
    ],
    attention: attentionWithOptionalBias)

  static let granite = Family(
    "granite", "granite_docling_text", "granite4_vision_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias)

  static let cwm = Family(
    "cwm",
    defaults: [
      .hiddenSize: 6144, .layers: 64, .heads: 48, .context: 131_072, .vocabulary: 128_256, .intermediateSize: 21504,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .slidingWindow: 8192,
    ],
    mixers: .pattern([.full, .sliding, .sliding, .sliding]))

  static let helium = Family(
    "helium",
    defaults: [
      .hiddenSize: 2560, .layers: 24, .heads: 20, .context: 4096, .vocabulary: 48000, .intermediateSize: 7040,
      .tiedEmbeddings: 0, .keyValueHeads: 20, .headDim: 128,
    ],
    attention: .attention(bias: .field(.attentionBias)))

  static let seedOSS = Family(
    "seed_oss",
    defaults: [
      .hiddenSize: 4096, .layers: 64, .heads: 80, .context: 524_288, .vocabulary: 155_136, .intermediateSize: 27648,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .attentionBias: 1,
    ],
    attention: .attention(bias: .field(.attentionBias), outputBias: .field(.outputBias)))

  /// Squared ReLU without a gate.
  static let arcee = Family(
    "arcee",
    defaults: [
      .hiddenSize: 2560, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 32000, .intermediateSize: 18432,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .field(.feedForwardBias), width: nil))

  static let exaone = Family(
    "exaone",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 102_400, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8,
    ],
    attention: attentionWithOptionalBias)

  /// Norms after attention and feed-forward, none before.
  static let exaone4 = Family(
    "exaone4",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .windowPattern: 4,
    ],
    mixers: .everyNthFull(4), attention: .attention(queryKeyNorm: .perHead))

  static let xverse = Family(
    "xverse",
    defaults: [.tiedEmbeddings: 0])

  /// The head is normalized, so it is never tied.
  static let baichuan = Family(
    "baichuan",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads), embeddings: Embeddings(isNeverTied: true))

  static let internLM = Family(
    "internlm", "internlm2",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)))

  static let internLM3 = Family(
    "internlm3",
    defaults: [
      .hiddenSize: 4096, .layers: 48, .heads: 32, .context: 32768, .vocabulary: 128_512, .intermediateSize: 10240,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 128,
    ],
    attention: .attention(bias: .field(.queryKeyValueBias), outputBias: .field(.useBias)),
    feedForward: .gated(bias: .field(.useBias)))

  /// Some of these are mixtures under the same name.
  static let miniCPM = Family(
    "minicpm",
    defaults: [.tiedEmbeddings: 1],
    experts: Experts())

  /// Norms before and after attention and feed-forward.
  static let hyperCLOVAX = Family(
    "hyperclovax",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, norms: .rms().sandwiched(.field(.sandwichNorm, absent: true)))

  static let mimo = Family(
    "mimo",
    defaults: [.tiedEmbeddings: 0],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .field(.attentionBias, absent: true)))
}
