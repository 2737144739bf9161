/// The keys of GGUF metadata that describe a model. In a file, the architecture's name and a dot precede each key:
/// `llama.block_count`.
///
/// Source: `Keys` in llama.cpp's `gguf-py/gguf/constants.py`.
enum GGUFKey: String, CaseIterable, Sendable {
  case blockCount = "block_count"
  case contextLength = "context_length"
  case embeddingLength = "embedding_length"
  case embeddingLengthPerLayer = "embedding_length_per_layer_input"
  case feedForwardLength = "feed_forward_length"
  case vocabularySize = "vocab_size"
  case nextTokenLayers = "nextn_predict_layers"
  case poolingType = "pooling_type"
  case alternatingInputs = "altup.num_inputs"
  case hyperConnections = "hyper_connection.count"
  case hashLayers = "hash_layer_count"

  case headCount = "attention.head_count"
  case keyValueHeadCount = "attention.head_count_kv"
  case keyLength = "attention.key_length"
  case valueLength = "attention.value_length"
  case windowKeyLength = "attention.key_length_swa"
  case windowValueLength = "attention.value_length_swa"
  case window = "attention.sliding_window"
  case windowPattern = "attention.sliding_window_pattern"
  case sharedCacheLayers = "attention.shared_kv_layers"
  case attentionInterval = "full_attention_interval"
  case ropeDimensions = "rope.dimension_count"

  case queryRank = "attention.q_lora_rank"
  case keyValueRank = "attention.kv_lora_rank"
  case latentKeyLength = "attention.key_length_mla"
  case latentValueLength = "attention.value_length_mla"
  case outputRank = "attention.output_lora_rank"
  case outputGroups = "attention.output_group_count"
  case compressRatios = "attention.compress_ratios"
  case indexHeadCount = "attention.indexer.head_count"
  case indexKeyLength = "attention.indexer.key_length"
  case indexerTypes = "attention.indexer.types"

  case expertCount = "expert_count"
  case expertUsedCount = "expert_used_count"
  case expertSharedCount = "expert_shared_count"
  case expertLength = "expert_feed_forward_length"
  case expertSharedLength = "expert_shared_feed_forward_length"
  case expertLatentSize = "moe_latent_size"
  case expertLatentLength = "expert_latent_length"
  case leadingDenseBlocks = "leading_dense_block_count"
  case expertLayerStep = "interleave_moe_layer_step"
  case expertLayerInterval = "moe_every_n_layers"

  case stateConvolution = "ssm.conv_kernel"
  case stateInnerSize = "ssm.inner_size"
  case stateSize = "ssm.state_size"
  case stateTimeStepRank = "ssm.time_step_rank"
  case stateGroupCount = "ssm.group_count"
  case deltaHeadSize = "kda.head_dim"
  case shortConvolution = "shortconv.l_cache"
}

extension GGUFKey {
  /// Keys whose value is copied to a config field. 0 counts as absent.
  static let plain: [(key: GGUFKey, field: ConfigField)] = [
    (.contextLength, .context), (.embeddingLength, .hiddenSize), (.embeddingLengthPerLayer, .perLayerInputSize),
    (.alternatingInputs, .altUpInputs), (.hyperConnections, .hyperConnections), (.hashLayers, .hashLayers),
    (.window, .slidingWindow), (.sharedCacheLayers, .sharedCacheLayers), (.attentionInterval, .fullAttentionInterval),
    (.queryRank, .queryRank), (.keyValueRank, .keyValueRank), (.outputRank, .outputRank),
    (.outputGroups, .outputGroups), (.compressRatios, .compressRatios), (.indexHeadCount, .indexHeads),
    (.indexKeyLength, .indexHeadDim), (.expertCount, .experts), (.expertUsedCount, .expertsPerToken),
    (.expertSharedCount, .sharedExperts), (.expertSharedLength, .sharedExpertSize),
    (.expertLatentSize, .expertLatentSize), (.expertLatentLength, .expertLatentSize),
  ]

  /// Fields that are computed, or that are read from a key only in some architectures. Each row has the main key, which
  /// messages name.
  private static let derived: [(key: GGUFKey, field: ConfigField)] = [
    (.blockCount, .layers), (.vocabularySize, .vocabulary), (.headCount, .heads), (.keyValueHeadCount, .keyValueHeads),
    (.keyLength, .headDim), (.valueLength, .valueHeadDim), (.keyLength, .globalHeadDim),
    (.keyValueHeadCount, .globalKeyValueHeads), (.headCount, .windowHeads), (.keyValueHeadCount, .windowKeyValueHeads),
    (.windowKeyLength, .windowHeadDim), (.windowValueLength, .windowValueHeadDim),
    (.feedForwardLength, .intermediateSize),
    (.feedForwardLength, .denseIntermediateSize), (.feedForwardLength, .prefixDenseIntermediateSize),
    (.feedForwardLength, .adjustFeedForward), (.feedForwardLength, .doubleWide), (.expertLength, .expertSize),
    (.leadingDenseBlocks, .firstDenseLayers), (.nextTokenLayers, .nextTokenLayers), (.ropeDimensions, .ropeHeadDim),
    (.latentKeyLength, .noRopeHeadDim), (.stateConvolution, .convolutionKernel), (.stateConvolution, .linearKernel),
    (.stateSize, .stateSize), (.stateSize, .linearKeyHeadDim), (.stateGroupCount, .mambaGroups),
    (.stateGroupCount, .linearKeyHeads), (.stateTimeStepRank, .mambaHeads), (.stateTimeStepRank, .linearValueHeads),
    (.stateTimeStepRank, .timeStepRank), (.stateInnerSize, .mambaInnerSize), (.stateInnerSize, .mambaHeadDim),
    (.stateInnerSize, .mambaExpand), (.stateInnerSize, .linearValueHeadDim), (.headCount, .linearHeads),
    (.deltaHeadSize, .linearHeadDim), (.keyValueHeadCount, .multiQuery), (.keyValueHeadCount, .multiQueryGroups),
    (.keyValueHeadCount, .newDecoderArchitecture),
  ]

  /// For each field, by its raw value: whether a GGUF header can state it. If the header does not, the field is absent:
  /// its class default is not used.
  static let canBeStated: [Bool] = {
    var canBeStated = [Bool](repeating: false, count: ConfigField.count)
    for row in plain + derived { canBeStated[row.field.rawValue] = true }
    return canBeStated
  }()

  /// The main key that a field is read from; nil for a field that no key states.
  static func key(of field: ConfigField) -> GGUFKey? { (plain + derived).first { $0.field == field }?.key }
}
