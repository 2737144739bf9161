/// What can be asked of a config, whatever key a family writes it under. ``FieldAliases`` lists the keys of each.
enum Field: Int, CaseIterable, Sendable {
  // Identity and sizes.
  case modelType, architectures, isEncoderDecoder, adapterType, baseModel, nextTokenLayers, quantizationConfig, dtype
  case expertDtype
  case hiddenSize, layers, heads, context, vocabulary, intermediateSize
  case tiedEmbeddings, embeddingSize, outputEmbeddingSize, tokenTypes, learnedPositions, headBias, decoderBias

  // Attention: heads, biases, norms; latent attention and its indexer; layers that differ from the others.
  case keyValueHeads, headDim, multiQuery, multiQueryGroups, newDecoderArchitecture, parallelAttention, valueHeadDim
  case attentionBias, queryKeyValueBias, outputBias, useBias, noBias, addBiasLinear, queryKeyNorm, attentionGate
  case alibi, headsPerLayer
  case keyValueRank, queryRank, ropeHeadDim, noRopeHeadDim, outputRank, outputGroups
  case indexHeads, indexHeadDim, indexerTypes, sparseAttentionLayers, compressRatios, hyperConnections, hashLayers
  case keyEqualsValue, globalHeadDim, globalKeyValueHeads, sharedCacheLayers, latentAttention, sharesCache,
    cacheShareFactor
  case windowKeyValueRank, windowNoRopeHeadDim
  case crossAttentionLayers
  case windowKeyValueHeads, windowHeads, windowHeadDim, windowValueHeadDim

  // Which layers do what.
  case layerTypes, layerPattern, layerBlocks, blockTypes, slidingWindow, useSlidingWindow, maxWindowLayers
  case windowPattern, chunkSize, noRopeLayers, noRopeInterval, windowLayerPattern, attentionTypeList
  case attentionPeriod, attentionOffset, attentionLayerIndices, linearLayerIndices
  case fullAttentionInterval

  // Norms and feed-forward.
  case normBefore, sandwichNorm, noFinalNorm, parallelNorms
  case feedForwardBias, doubleWide, activation, expansionRatio, denseIntermediateSize, prefixDenseIntermediateSize
  case feedForwardMultiple, feedForwardMultiplier, adjustFeedForward, perLayerInputSize, perLayerVocabulary
  case altUpInputs, laurelRank, layersPerStack, normRank, relativeSize, relativeExtent, unpaddedVocabulary

  // Mixture of experts, and which layers hold one.
  case experts, expertsPerToken, sharedExperts, expertSize, sharedExpertSize, expertLatentSize, zeroExperts, useExperts
  case firstDenseLayers, expertLayerFrequency, expertLayerStep, denseOnlyLayers, expertLayerStart, expertLayerEnd
  case feedForwardTypes, expertPeriod, expertOffset, expertLayers, routerSize

  // State-space, linear and recurrent blocks.
  case stateSize, convolutionKernel, mambaExpand, mambaHeads, mambaHeadDim, mambaGroups, mambaInnerSize, timeStepRank
  case mambaBias, convolutionBias, mambaNorm
  case linearKeyHeads, linearValueHeads, linearKeyHeadDim, linearValueHeadDim, linearHeads, linearHeadDim, linearKernel
  case recurrentWidth, memoryBlocks, attentionAdapter, adapterRank, attentionWidth

  /// How many fields there are.
  static let count = allCases.count
}
