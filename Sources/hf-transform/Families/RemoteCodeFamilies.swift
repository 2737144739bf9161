extension Family {
  /// Families whose code comes with their repositories, and the text parts of models with eyes.
  static let remoteFamilies = [openELM, codeShell, smallThinker, llada, step35, mllama, molmo2, yuan]

  /// Heads and widths grow from layer to layer; queries and keys have norms.
  static let openELM = Family(
    "openelm",
    defaults: [.context: 2048, .tiedEmbeddings: 1, .headDim: 64],
    attention: .attention(queryKeyNorm: .perHead), feedForward: .gated(width: FeedForward.multiplied),
    unused: [.projectionMultipliers, .queryGroupSize])

  static let codeShell = Family(
    "codeshell",
    defaults: [.tiedEmbeddings: 1],
    attention: .attention(bias: .yes, outputBias: .yes), feedForward: .plain(), norms: .layerNorm())

  static let smallThinker = Family(
    "smallthinker",
    defaults: [.tiedEmbeddings: 0],
    mixers: .windowLayerPattern, experts: Experts())

  /// A diffusion language model with Llama's layers.
  static let llada = Family(
    "llada",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(bias: .field(.queryKeyValueBias)), unused: [.feedForwardRatio, .tableRows])

  /// A gate for each head; sliding layers have more heads.
  static let step35 = Family(
    "step3p5", "step3p7",
    defaults: [
      .hiddenSize: 4096, .layers: 45, .heads: 64, .context: 128_000, .vocabulary: 128_815, .intermediateSize: 11264,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .experts: 288, .expertsPerToken: 8, .expertSize: 1280,
      .sharedExpertSize: 1280, .firstDenseLayers: 3,
    ],
    attention: stepAttention(heads: nil),
    slidingAttention: stepAttention(heads: .windowHeads),
    experts: Experts(.listed, shared: .one(), sharedBias: .field(.feedForwardBias)),
    unused: [.attentionGate])

  private static func stepAttention(heads: ConfigField?) -> Block {
    .attention(
      keyValueHeads: heads == nil ? KeyValueHeads.grouped : KeyValueHeads.field(.windowKeyValueHeads),
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .perHead,
      shape: Attention.SizeFields(heads: heads, headDim: heads == nil ? nil : .windowHeadDim))
  }

  /// Some layers look at images instead of text; the embeddings have rows for eight tokens that are never predicted.
  static let mllama = Family(
    "mllama_text_model", "mllama",
    defaults: [
      .hiddenSize: 4096, .layers: 40, .heads: 32, .context: 131_072, .vocabulary: 128_256, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8,
    ],
    mixers: .crossAttention, embeddings: Embeddings(isNeverTied: true),
    additionalParameters: { model throws(ConfigError) in
      let crossAttention = try model.largest(Family.queryKeyNormedAttention.parameters) + 2
      return (model.layers - model.layout.full) * crossAttention + 8 * model.hidden
    })

  /// Qwen 3 with a second, small embedding for its own tokens.
  static let molmo2 = Family(
    "molmo2_text", "molmo2",
    defaults: [
      .hiddenSize: 4096, .layers: 36, .heads: 32, .context: 36864, .vocabulary: 151_936, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    attention: .attention(bias: .field(.queryKeyValueBias), queryKeyNorm: .perHead),
    embeddings: Embeddings(isNeverTied: true),
    additionalParameters: { model in 128 * model.hidden }, unused: [.additionalVocabulary])

  /// Queries and keys are made of what two convolutions over two tokens each make of the input (localized filtering);
  /// the router of the experts is an attention over them. Source: the classes in the models' repositories, and those of
  /// IEIT's vLLM.
  static let yuan = Family(
    "yuan",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 32, .context: 8192, .vocabulary: 135_040, .intermediateSize: 8192,
      .tiedEmbeddings: 1,
    ],
    attention: .attention(
      keyValueHeads: KeyValueHeads.asHeads, state: { layer in layer.hidden + layer.hidden / 2 }),
    experts: Experts(
      replacesRouter: true,
      additionalParameters: { layer throws(ConfigError) in try 3 * layer.hidden * layer.size(.experts) }),
    headDim: { layer throws(ConfigError) in try layer.size(.projectionSize, or: layer.hidden) / layer.heads },
    additionalParameters: { model in
      let half = model.hidden / 2
      return model.layers * (4 * model.hidden * half + half + 2 * model.hidden)
    }, unused: [.headDim])
}
