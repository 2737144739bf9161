/// What a model's config can state, whatever key it uses. ``FieldAliases`` lists the keys of each field.
enum ConfigField: Int, CaseIterable, Sendable {
  // Identity, data types, sizes, embeddings.
  case modelType, architectures, isEncoderDecoder, adapterType, baseModel, nextTokenLayers, quantizationConfig, dtype
  case expertDtype, quantizationBits
  case hiddenSize, layers, heads, context, vocabulary, intermediateSize
  case tiedEmbeddings, sharedEmbeddings, embeddingWidth, learnedPositions, headBias, decoderBias

  // Attention: heads, biases, norms; latent attention; indexers; compressed and shared caches; layers whose heads
  // differ from those of the other layers. Also hyper-connections.
  case keyValueHeads, headDim, projectionSize, attentionKind, multiQuery, multiQueryGroups, newDecoderArchitecture,
    parallelAttention, valueHeadDim
  case attentionBias, queryKeyValueBias, outputBias, useBias, noBias, addBiasLinear, queryKeyNorm, queryKeyNormType,
    attentionGate
  case latentGate, keyValueRank, queryRank, ropeHeadDim, noRopeHeadDim, outputRank, outputGroups
  case indexHeads, indexHeadDim, indexerTypes, indexerPattern, indexerPeriod, indexerOffset
  case sparseAttentionLayers, disabledIndexValues, indexSourceLayers, cacheSourceLayers
  case compressRatios, sparseCompressRatio, heavyCompressRatio, hyperConnections, hyperConnectionRank, hashLayers
  case indexKeyHeads, indexPool, keyValueSources
  case keyEqualsValue, globalHeadDim, globalKeyValueHeads, sharedCacheLayers, latentAttention, sharesCache,
    cacheShareFactor
  case windowKeyValueRank, windowQueryRank, windowNoRopeHeadDim, windowRopeHeadDim
  case crossAttentionLayers
  case windowKeyValueHeads, windowHeads, windowHeadDim, windowValueHeadDim

  // Patterns of layers.
  case layerSizes
  case layerTypes, layerPattern, layerBlocks, blockTypes, slidingWindow, twoSidedWindow, useSlidingWindow,
    maxWindowLayers
  case windowLayerIndices, windowPattern, chunkSize, noRopeLayers, noRopeInterval, windowLayerPattern, attentionTypeList
  case attentionPeriod, attentionOffset, attentionLayerIndices, linearLayerIndices
  case fullAttentionInterval

  // Layers that run several times; norms; feed-forward; additional embeddings; parts that few families have.
  case inputLayers, loopedLayers, outputLayers, loops, loopCacheMode, loopStart, loopEnd, loopGateRank,
    repeatsLayers
  case normBefore, sandwichNorm, noFinalNorm, affineNorms, parallelNorms
  case feedForwardBias, feedForwardClass, doubleWide, activation, expansionRatio, denseIntermediateSize,
    prefixDenseIntermediateSize, plainIntermediateSize
  case feedForwardMultiple, feedForwardMultiplier, adjustFeedForward, perLayerInputSize, perLayerVocabulary
  case feedForwardRatio, additionalVocabulary, embeddingRows, projectionMultipliers, queryGroupSize
  case promptTypes, promptLength, segmentTypes, positionBuckets
  case ngramLayers, ngramWidth, ngramKernel, ngramLength, ngramHeads, ngramVocabulary,
    ngramDivisor, ngramSplits, ngramVocabularyRatio
  case altUpInputs, laurelRank, layersPerStack, stackCycles, innerCycles, normRank, residualBlockSize, relativeSize,
    relativeExtent, unpaddedVocabulary

  // Mixture of experts, and which layers have one.
  case residualExperts, experts, expertsPerToken, sharedExperts, expertSize, sharedExpertSize, expertLatentSize,
    latentNorm, zeroExperts, useExperts
  case firstDenseLayers, expertLayerFrequency, expertLayerStep, denseOnlyLayers, expertLayerStart, expertLayerEnd
  case feedForwardTypes, expertPeriod, expertOffset, expertLayers, routerSize

  // State-space, linear-attention and recurrent blocks; Zamba's shared blocks.
  case stateSize, convolutionKernel, mambaExpand, mambaHeads, mambaHeadDim, mambaGroups, mambaInnerSize, timeStepRank
  case mambaBias, convolutionBias, mambaNorm, projectorsBias, firstKernel, secondKernel
  case linearKeyHeads, linearValueHeads, linearKeyHeadDim, linearValueHeadDim, linearHeads, linearHeadDim, linearKernel,
    fullRankGate
  case recurrentWidth, memoryBlocks, attentionAdapter, adapterRank

  /// The fields that can affect the sizes of a model. ``ModelConfig/unreadKeys()`` finds those that a config has and
  /// the model's family does not read.
  static let sizes: [ConfigField] = allCases.filter { !neverReported.contains($0) }

  /// Fields of recurrent layers. Configs of models without such layers can have them too, without an effect.
  static let ofRecurrentLayers: [ConfigField] = [
    .stateSize, .convolutionKernel, .mambaExpand, .mambaHeads, .mambaHeadDim, .mambaGroups, .mambaInnerSize,
    .timeStepRank, .mambaBias, .convolutionBias, .mambaNorm, .linearKeyHeads, .linearValueHeads, .linearKeyHeadDim,
    .linearValueHeadDim, .linearHeads, .linearHeadDim, .linearKernel, .fullRankGate,
  ]

  /// Fields that say which layers use full attention, a sliding window or a recurrent block, and the window's length.
  /// When a list states the type of each layer, none of them is reported as unread.
  static let ofLayerRules: [ConfigField] = [
    .windowLayerIndices, .windowPattern, .maxWindowLayers, .useSlidingWindow, .fullAttentionInterval, .attentionPeriod,
    .attentionOffset,
    .attentionLayerIndices, .linearLayerIndices, .attentionTypeList, .windowLayerPattern, .blockTypes, .chunkSize,
    .slidingWindow, .layerPattern, .layerTypes,
  ]

  /// Fields that say which layers have experts. When a list states the feed-forward of each layer, or the model has no
  /// experts, none of them is reported as unread.
  static let ofExpertRules: [ConfigField] = [
    .firstDenseLayers, .expertLayerFrequency, .expertLayerStep, .denseOnlyLayers, .expertPeriod, .expertOffset,
    .expertLayers, .expertLayerStart, .expertLayerEnd, .feedForwardTypes,
  ]

  /// Sizes of experts, which have no effect when no layer has experts.
  static let ofExperts: [ConfigField] = [
    .expertsPerToken, .expertSize, .sharedExperts, .sharedExpertSize, .expertLatentSize,
  ]

  /// Sizes of layers with a sliding window, which have no effect when no layer has a window.
  static let ofSlidingLayers: [ConfigField] = [
    .slidingWindow, .windowHeads, .windowKeyValueHeads, .windowHeadDim, .windowValueHeadDim, .windowKeyValueRank,
    .windowQueryRank, .windowNoRopeHeadDim, .windowRopeHeadDim,
  ]

  /// The fields that are not reported as unread sizes if a family does not read them.
  private static let neverReported: [ConfigField] = [
    .modelType, .architectures, .isEncoderDecoder, .adapterType, .baseModel, .nextTokenLayers, .quantizationConfig,
    .expertDtype, .quantizationBits, .dtype, .hashLayers, .activation, .noRopeLayers, .noRopeInterval,
    .useSlidingWindow,
    .feedForwardBias, .attentionBias, .useBias, .learnedPositions, .parallelAttention, .ropeHeadDim, .multiQuery,
    .feedForwardClass, .newDecoderArchitecture, .latentAttention, .tiedEmbeddings, .sharedEmbeddings, .useExperts,
    .queryKeyNorm, .queryKeyNormType, .queryKeyValueBias, .outputBias,
    .mambaBias, .convolutionBias, .mambaNorm, .timeStepRank, .noBias, .addBiasLinear, .headBias, .decoderBias,
    .twoSidedWindow, .parallelNorms, .normBefore, .noFinalNorm, .affineNorms,
  ]

  /// The number of fields.
  static let count = allCases.count
}
