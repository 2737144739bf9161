import ModelSpec

/// A row of ``FieldAliases``: one field, all its keys in configs, and the range of its numbers. Of several keys in a
/// config, the first one here is read.
///
/// A key may be a path of two parts: `attn_config.kv_n_heads`.
struct FieldAlias {
  let field: ConfigField
  let range: ClosedRange<Int>
  let keys: [StaticString]
  /// The field of the entry that this value is read for; nil if no field is.
  var entryField: EntryField?

  /// Makes a row for an integer or a list of integers.
  init(_ field: ConfigField, _ range: ClosedRange<Int>, _ keys: StaticString...) {
    self.field = field
    self.range = range
    self.keys = keys
  }

  /// Makes a row for a value that a field of the entry is read from. The entry's field defines the range of a number.
  ///
  /// - Parameter orZero: whether a config may write 0 for a part that the model does not have.
  init(_ field: ConfigField, of entryField: EntryField, orZero: Bool = false, _ keys: StaticString...) {
    self.field = field
    self.entryField = entryField
    range = (orZero ? 0 : entryField.range.lowerBound)...entryField.range.upperBound
    self.keys = keys
  }

  /// Makes a row for any other value: a text, a flag, an object, a fraction, or integers from 0 to 2^24.
  init(_ field: ConfigField, _ keys: StaticString...) {
    self.field = field
    range = 0...1 << 24
    self.keys = keys
  }
}

/// The keys of every field. The ranges are wide enough for all known models, and narrow enough to reject most typing
/// errors.
enum FieldAliases {
  /// All rows, by subject.
  static let table = sizes + attention + layers + feedForwardAndOthers + experts + recurrence

  /// Sizes that a config states as one number for all layers, or as a list with a number for each layer.
  /// ``FieldReader/int(_:)`` reads both.
  static let numbersOrLists: [ConfigField] = [
    .heads, .keyValueHeads, .intermediateSize, .experts, .expertsPerToken, .sharedExperts, .expertSize,
  ]

  /// The range of each field, by its raw value.
  static let ranges: [ClosedRange<Int>] = {
    var ranges = [ClosedRange<Int>](repeating: 0...1 << 24, count: ConfigField.count)
    for alias in table { ranges[alias.field.rawValue] = alias.range }
    return ranges
  }()

  private static let width = EntryField.hiddenSize.range
  /// The width of a feed-forward; 0 for none.
  private static let feedForwardWidth = 0...EntryField.intermediateSize.range.upperBound
  private static let headCount = EntryField.numHeads.range
  private static let headWidth = EntryField.headDim.range
  private static let layerCount = EntryField.numLayers.range
  private static let layerIndex = 0...EntryField.numLayers.range.upperBound
  private static let window = 0...EntryField.contextLengths.upperBound

  private static let sizes: [FieldAlias] = [
    FieldAlias(.modelType, "model_type"),
    FieldAlias(.architectures, "architectures"),
    FieldAlias(.isEncoderDecoder, "is_encoder_decoder"),
    FieldAlias(.adapterType, "peft_type"),
    FieldAlias(.baseModel, "base_model_name_or_path"),
    FieldAlias(
      .nextTokenLayers, of: .numMTPLayers, orZero: true, "num_nextn_predict_layers", "num_mtp_modules",
      "mtp_num_hidden_layers", "num_mtp_layers", "mtp_transformer_layers", "mtp_num_layers"),
    FieldAlias(
      .quantizationConfig, of: .quantization, "quantization_config", "compression_config", "quantization",
      "dfloat11_config"),
    FieldAlias(.dtype, of: .dtype, "dtype", "torch_dtype"),
    FieldAlias(.expertDtype, "expert_dtype"), FieldAlias(.quantizationBits, 0...32, "quantization_bit"),
    FieldAlias(
      .hiddenSize, of: .hiddenSize, "hidden_size", "n_embd", "d_model", "dim", "model_dim", "embed_dim", "emb_dim",
      "hidden_dim",
      "n_embed", "word_embed_dim"),
    FieldAlias(
      .layers, of: .numLayers, "num_hidden_layers", "n_layer", "n_layers", "num_layers", "num_transformer_layers",
      "decoder_layers", "num_decoder_layers", "n_blocks", "num_blocks", "layers"),
    FieldAlias(
      .heads, of: .numHeads, "num_attention_heads_per_layer", "num_query_heads_per_layer", "num_attention_heads",
      "n_head", "n_heads", "num_heads", "attention_heads",
      "num_query_heads",
      "decoder_attention_heads", "num_decoder_attention_heads", "encoder_attention_heads"),
    FieldAlias(
      .context, of: .defaultContextLength, "max_position_embeddings", "n_positions", "n_ctx", "max_sequence_length",
      "seq_length",
      "max_seq_len", "context_length", "model_max_length", "max_seq_length", "max_target_positions",
      "max_context_length", "position_bias_max_distance", "max_position_embedding"),
    FieldAlias(.vocabulary, of: .vocabSize, "vocab_size", "padded_vocab_size", "n_vocab", "vocabulary_size"),
    FieldAlias(
      .intermediateSize, of: .intermediateSize, orZero: true, "block_ff_dim", "intermediate_size", "n_inner", "ffn_dim",
      "ffn_hidden_size",
      "d_ff", "dff",
      "dim_ff", "d_inner", "decoder_ffn_dim", "ff_intermediate_size", "mlp_hidden_size", "feed_forward_size",
      "hidden_dim_ff"),
    FieldAlias(.tiedEmbeddings, "tie_word_embeddings"),
    FieldAlias(
      .sharedEmbeddings, "share_embedding", "tie_embeddings", "share_input_output_embedding",
      "share_input_output_layers", "weight_tying"),
    FieldAlias(.embeddingWidth, width, "word_embed_proj_dim", "input_embedding_size"),
    FieldAlias(.learnedPositions, "learned_pos_emb"),
    FieldAlias(.headBias, "lm_head_bias"),
    FieldAlias(.decoderBias, "decoder_bias"),
    FieldAlias(.sandwichNorm, "use_sandwich_norm", "use_post_norm", "sandwich_norm"),
    FieldAlias(.normBefore, "do_layer_norm_before"),
    FieldAlias(.noFinalNorm, "_remove_final_layer_norm"), FieldAlias(.affineNorms, "layer_norm_elementwise_affine"),
    FieldAlias(.parallelNorms, 1...2, "num_ln_in_parallel_attn"),
  ]

  private static let attention: [FieldAlias] = [
    FieldAlias(
      .keyValueHeads, of: .numKVHeads, "attn_config.kv_n_heads", "num_key_value_heads_per_layer",
      "num_key_value_heads", "n_head_kv", "num_kv_heads",
      "n_kv_heads",
      "num_query_groups", "num_attention_groups", "n_kv_head", "num_kv_head", "kv_n_heads"),
    FieldAlias(
      .headDim, of: .headDim, "head_dim", "attention_head_dim", "kv_channels", "dim_head", "d_head", "d_kv",
      "head_size",
      "attention_head_size", "hidden_size_per_head"),
    FieldAlias(.projectionSize, width, "attention_projection_size"),
    FieldAlias(.attentionKind, "attn_config.attn_type", "attention_head_type"),
    FieldAlias(.multiQuery, "multi_query", "multi_query_attention"),
    FieldAlias(.multiQueryGroups, headCount, "multi_query_group_num"),
    FieldAlias(.newDecoderArchitecture, "new_decoder_architecture"),
    FieldAlias(.parallelAttention, "parallel_attn", "use_parallel_residual", "parallel_residual"),
    FieldAlias(.valueHeadDim, headWidth, "v_head_dim", "attention_v_dim"),
    FieldAlias(.attentionBias, "attention_bias", "qkv_bias_all"),
    FieldAlias(.queryKeyValueBias, "qkv_bias", "use_qkv_bias", "add_qkv_bias"),
    FieldAlias(.outputBias, "attention_out_bias", "o_proj_bias", "use_attn_out_bias"),
    FieldAlias(.useBias, "use_bias", "bias", "enable_bias"),
    FieldAlias(.noBias, "no_bias"),
    FieldAlias(.addBiasLinear, "add_bias_linear"),
    FieldAlias(.queryKeyNormType, "qk_norm_type"),
    FieldAlias(.queryKeyNorm, "use_qk_norm", "qk_layernorm", "qk_norm", "attn_config.qk_ln", "attention_layer_norm"),
    FieldAlias(.attentionGate, "attn_output_gate", "use_attention_gate", "gating", "use_head_wise_attn_gate"),
    FieldAlias(.keyValueRank, width, "kv_lora_rank", "attention_kv_lora_dim"),
    FieldAlias(.queryRank, width, "q_lora_rank", "attention_q_lora_dim", "share_q_dim"),
    FieldAlias(.ropeHeadDim, 0...1 << 14, "qk_rope_head_dim", "attention_qk_rope_dim"),
    FieldAlias(.noRopeHeadDim, 0...1 << 14, "qk_nope_head_dim", "attention_qk_dim"),
    FieldAlias(.outputRank, width, "o_lora_rank"),
    FieldAlias(.outputGroups, headCount, "o_groups"),
    FieldAlias(
      .indexHeads, 0...1 << 13, "index_n_heads", "indexer_n_heads", "sparse_attention_config.sparse_num_index_heads"),
    FieldAlias(
      .indexHeadDim, 0...1 << 14, "index_head_dim", "indexer_head_dim", "sparse_attention_config.sparse_index_dim"),
    FieldAlias(.indexerTypes, "indexer_types"),
    FieldAlias(.sparseAttentionLayers, "sparse_attention_config.sparse_attention_freq"),
    FieldAlias(.indexerPattern, "index_topk_pattern"),
    FieldAlias(.indexerPeriod, layerIndex, "index_topk_freq"),
    FieldAlias(.indexerOffset, layerIndex, "index_skip_topk_offset"),
    FieldAlias(.disabledIndexValues, "sparse_attention_config.sparse_disable_index_value"),
    FieldAlias(.indexSourceLayers, layerIndex, "index_source_layer_ids"),
    // The layers that keep a cache; the others use one of these caches.
    FieldAlias(.cacheSourceLayers, layerIndex, "kv_source_layer_ids"),
    FieldAlias(.compressRatios, "compress_ratios"),
    FieldAlias(
      .sparseCompressRatio, 1...1 << 16, "compress_rates.compressed_sparse_attention", "compress_rate_csa"),
    FieldAlias(
      .heavyCompressRatio, 1...1 << 16, "compress_rates.heavily_compressed_attention", "compress_rate_hca"),
    FieldAlias(.hyperConnections, 0...1 << 10, "hc_mult", "hc_count"),
    FieldAlias(.hyperConnectionRank, width, "hc_lowrank"),
    FieldAlias(.indexKeyHeads, 0...1 << 13, "indexer_kv_heads"),
    FieldAlias(.indexPool, 1...1 << 16, "index_kpool"),
    // For each layer, the layer whose cache it uses.
    FieldAlias(.keyValueSources, layerIndex, "kv_source_layers"),
    FieldAlias(.hashLayers, layerIndex, "num_hash_layers"),
    FieldAlias(.keyEqualsValue, "attention_k_eq_v"),
    FieldAlias(.globalHeadDim, headWidth, "global_head_dim"),
    FieldAlias(.globalKeyValueHeads, headCount, "num_global_key_value_heads"),
    FieldAlias(
      .windowKeyValueHeads, headCount, "swa_num_key_value_heads", "attention_other_setting.num_attention_groups",
      "num_swa_key_value_heads"),
    FieldAlias(
      .windowHeads, headCount, "swa_num_attention_heads", "num_sliding_attention_heads",
      "attention_other_setting.num_attention_heads", "num_swa_attention_heads"),
    FieldAlias(.windowHeadDim, headWidth, "swa_head_dim", "attention_other_setting.head_dim"),
    FieldAlias(.windowValueHeadDim, headWidth, "swa_v_head_dim"),
    FieldAlias(.windowKeyValueRank, width, "swa_kv_lora_rank"),
    FieldAlias(.windowQueryRank, width, "swa_q_lora_rank"),
    FieldAlias(.windowNoRopeHeadDim, 0...1 << 14, "swa_qk_nope_head_dim"),
    FieldAlias(.windowRopeHeadDim, 0...1 << 14, "swa_qk_rope_head_dim"),
    FieldAlias(.latentAttention, "use_mla"),
    FieldAlias(.latentGate, "mla_use_output_gate"),
    FieldAlias(.cacheShareFactor, 1...64, "cla_share_factor"),
    FieldAlias(.sharesCache, "use_cla"),
    FieldAlias(.crossAttentionLayers, "cross_attention_layers"),
    FieldAlias(.sharedCacheLayers, layerIndex, "num_kv_shared_layers"),
  ]

  private static let layers: [FieldAlias] = [
    FieldAlias(.layerSizes, "per_layer_config"),
    FieldAlias(.layerTypes, "layer_types", "layers_block_type"),
    FieldAlias(.layerPattern, "hybrid_override_pattern"),
    FieldAlias(.layerBlocks, "block_configs"),
    FieldAlias(.blockTypes, "block_types", "_block_types"),
    FieldAlias(
      .slidingWindow, window, "sliding_window", "sliding_window_size", "attention_window_size", "window_size",
      "local_attention_window"),
    FieldAlias(.twoSidedWindow, window, "local_attention"),
    FieldAlias(.useSlidingWindow, "use_sliding_window"),
    FieldAlias(.maxWindowLayers, layerIndex, "max_window_layers"),
    FieldAlias(
      .windowPattern, layerIndex, "sliding_window_pattern", "_sliding_window_pattern", "global_attn_every_n_layers",
      "attn_every_n_layers"),
    FieldAlias(.inputLayers, layerIndex, "n_input_layers"),
    FieldAlias(.loopedLayers, layerIndex, "n_recurrent_layers"),
    FieldAlias(.outputLayers, layerIndex, "n_output_layers"),
    FieldAlias(.loops, 1...1024, "n_recurrent_loops", "loop_num_passes", "loop_config.num_passes", "total_ut_steps"),
    FieldAlias(.repeatsLayers, "layer_sharing"),
    FieldAlias(.loopStart, layerIndex, "loop_layer_index_start", "loop_config.core_start"),
    FieldAlias(.loopEnd, layerIndex, "loop_layer_index_end", "loop_config.core_end"),
    FieldAlias(.loopGateRank, width, "loop_gate_rank", "loop_config.gate_rank"),
    FieldAlias(.loopCacheMode, "recurrent_kv_cache_mode"),
    FieldAlias(.chunkSize, window, "attention_chunk_size"),
    FieldAlias(.noRopeLayers, "no_rope_layers"),
    FieldAlias(.noRopeInterval, layerCount, "no_rope_layer_interval"),
    FieldAlias(.windowLayerPattern, "hybrid_layer_pattern", "sliding_window_layout"),
    FieldAlias(.attentionTypeList, "attn_type_list"),
    FieldAlias(.windowLayerIndices, layerIndex, "sliding_window_layers"),
    FieldAlias(.attentionPeriod, layerCount, "attn_layer_period", "mamba_step", "mb_per_layer"),
    FieldAlias(.attentionOffset, layerIndex, "attn_layer_offset"),
    FieldAlias(
      .attentionLayerIndices, "attn_layer_indices", "full_attn_idxs", "linear_attn_config.full_attn_layers",
      "hybrid_layer_ids", "full_attention_idx"),
    FieldAlias(.linearLayerIndices, "linear_attn_config.kda_layers"),
    FieldAlias(.fullAttentionInterval, layerCount, "full_attention_interval", "layer_group_size"),
  ]

  private static let feedForwardAndOthers: [FieldAlias] = [
    FieldAlias(.feedForwardBias, "mlp_bias", "use_mlp_bias", "ffn_bias"),
    FieldAlias(.feedForwardClass, "ffn_config.ffn_type"),
    FieldAlias(.doubleWide, "use_double_wide_mlp"),
    FieldAlias(.activation, "activation_function", "hidden_act", "hidden_activation", "mlp_hidden_act"),
    FieldAlias(.expansionRatio, 1...1 << 10, "expansion_ratio", "intermediate_multiple_size", "mlp_expansion_factor"),
    FieldAlias(
      .denseIntermediateSize, feedForwardWidth, "dense_intermediate_size", "intermediate_size_mlp",
      "mlp_intermediate_size"),
    FieldAlias(.prefixDenseIntermediateSize, feedForwardWidth, "prefix_dense_intermediate_size"),
    FieldAlias(.plainIntermediateSize, feedForwardWidth, "inner_hidden_size"),
    FieldAlias(.feedForwardMultiple, 1...1 << 16, "block_multiple_of", "ffn_dim_divisor"),
    FieldAlias(.feedForwardMultiplier, "block_ffn_dim_multiplier", "ffn_multipliers"),
    FieldAlias(.adjustFeedForward, "block_auto_adjust_ff_dim"),
    FieldAlias(.perLayerInputSize, 0...1 << 16, "hidden_size_per_layer_input"),
    FieldAlias(.perLayerVocabulary, 0...1 << 24, "vocab_size_per_layer_input"),
    FieldAlias(.altUpInputs, 0...64, "altup_num_inputs"),
    FieldAlias(.laurelRank, 0...1 << 14, "laurel_rank"),
    FieldAlias(.layersPerStack, layerCount, "num_layers_per_stack"),
    FieldAlias(.stackCycles, 1...64, "H_cycles"),
    FieldAlias(.innerCycles, 1...64, "L_cycles"),
    FieldAlias(.residualBlockSize, layerIndex, "attn_res_block_size", "n_layers_per_attn_res_block"),
    FieldAlias(.feedForwardRatio, 1...1 << 10, "mlp_ratio"),
    FieldAlias(.additionalVocabulary, "additional_vocab_size"),
    FieldAlias(.embeddingRows, "embedding_size"),
    FieldAlias(.projectionMultipliers, "qkv_multipliers"),
    FieldAlias(.queryGroupSize, "num_gqa_groups", "n_shared_head"),
    FieldAlias(.promptTypes, 0...1 << 16, "prompt_types"),
    FieldAlias(.promptLength, 0...1 << 16, "prompt_length"),
    FieldAlias(.segmentTypes, 1...1 << 12, "segment_types"),
    FieldAlias(.positionBuckets, 1...1 << 16, "position_bias_num_buckets"),
    FieldAlias(.ngramLayers, layerIndex, "ple_layer_ids"),
    FieldAlias(.ngramWidth, width, "ple_embed_dim"),
    FieldAlias(.ngramKernel, 1...1 << 10, "ple_conv_kernel_size"),
    FieldAlias(.ngramLength, 2...16, "ngram_size", "emb_neighbor_num"),
    FieldAlias(.ngramSplits, 1...256, "emb_split_num"),
    FieldAlias(.ngramVocabularyRatio, 1...1 << 12, "ngram_vocab_size_ratio"),
    FieldAlias(.ngramHeads, 1...256, "heads_per_ngram"),
    FieldAlias(.ngramVocabulary, 1...1 << 31, "ngram_vocab_size_base"),
    FieldAlias(.ngramDivisor, 1...1 << 16, "make_ngram_vocab_size_divisible_by"),
    FieldAlias(.normRank, 0...1 << 14, "gated_norm_rank"),
    FieldAlias(.relativeSize, 0...1 << 14, "d_rel"),
    FieldAlias(.relativeExtent, 0...1 << 20, "rel_extent"),
    FieldAlias(.unpaddedVocabulary, 1...1 << 24, "unpadded_vocab_size"),
  ]

  private static let experts: [FieldAlias] = [
    FieldAlias(
      .experts, of: .numExperts, orZero: true, "n_routed_experts", "num_local_experts", "num_experts",
      "moe_num_experts",
      "ffn_config.moe_num_experts", "moe_config.moe_num_experts", "num_moe_experts", "n_experts", "num_routed_experts",
      "moe_num_primary_experts"),
    FieldAlias(
      .expertsPerToken, of: .expertsPerToken, orZero: true, "num_experts_per_tok", "num_experts_per_token",
      "top_k_experts", "moe_topk",
      "moe_k",
      "moe_top_k", "ffn_config.moe_top_k", "moe_config.moe_top_k", "experts_per_token", "num_selected_experts",
      "num_experts_per_topk",
      "moe_num_active_primary_experts"),
    FieldAlias(
      .sharedExperts, of: .numSharedExperts, orZero: true, "n_shared_experts", "num_shared_experts",
      "moe_num_shared_experts",
      "num_shared_expert"),
    FieldAlias(
      .expertSize, of: .moeIntermediateSize, orZero: true, "moe_intermediate_size", "expert_ffn_hidden_size",
      "moe_ffn_hidden_size",
      "expert_dim",
      "ffn_config.moe_ffn_hidden_size", "ffn_config.ffn_hidden_size", "moe_config.ffn_hidden_size",
      "expert_intermediate_size"),
    FieldAlias(
      .sharedExpertSize, feedForwardWidth, "shared_expert_intermediate_size", "moe_shared_expert_intermediate_size",
      "shared_intermediate_size", "share_expert_dim", "share_expert_dims", "shared_experts_intermediate_size",
      "moe_shared_expert_intermediate_dim"),
    FieldAlias(.expertLatentSize, width, "moe_latent_size", "routed_expert_hidden_size", "moe_hidden_size"),
    FieldAlias(.latentNorm, "latent_moe_use_norm"),
    FieldAlias(.residualExperts, "residual_moe"),
    FieldAlias(.zeroExperts, 0...1 << 16, "zero_expert_num"),
    FieldAlias(.useExperts, "enable_moe_block", "is_moe", "use_moe"),
    FieldAlias(
      .firstDenseLayers, layerIndex, "first_k_dense_replace", "num_dense_layers", "moe_layer_num_skipped",
      "dense_mlp_idx"),
    FieldAlias(.expertLayerFrequency, layerIndex, "moe_layer_freq", "moe_layer_interval", "moe_layer_layout"),
    FieldAlias(
      .expertLayerStep, layerIndex, "decoder_sparse_step", "interleave_moe_layer_step",
      "moe_layer_frequency"),
    FieldAlias(.denseOnlyLayers, "mlp_only_layers"),
    FieldAlias(.expertLayerStart, layerIndex, "moe_layer_start_index"),
    FieldAlias(.expertLayerEnd, -1...layerCount.upperBound, "moe_layer_end_index"),
    FieldAlias(.feedForwardTypes, "mlp_layer_types"),
    FieldAlias(.expertPeriod, layerCount, "expert_layer_period"),
    FieldAlias(.expertOffset, layerIndex, "expert_layer_offset"),
    FieldAlias(.expertLayers, "moe_layers", "moe_layers_enum"),
    FieldAlias(.routerSize, width, "router_hidden_size"),
  ]

  private static let recurrence: [FieldAlias] = [
    FieldAlias(.stateSize, 1...1 << 16, "ssm_state_size", "mamba_d_state", "state_size", "d_state"),
    FieldAlias(
      .convolutionKernel, 1...1 << 10, "conv_kernel", "mamba_d_conv", "conv_L_cache", "d_conv", "conv_kernel_size",
      "conv1d_width", "conv_window"),
    FieldAlias(.mambaExpand, 1...1 << 8, "mamba_expand", "expand"),
    FieldAlias(.mambaHeads, headCount, "mamba_num_heads", "mamba_n_heads", "n_mamba_heads"),
    FieldAlias(.mambaHeadDim, headWidth, "mamba_head_dim", "mamba_d_head", "mamba_headdim"),
    FieldAlias(.mambaGroups, 1...1 << 10, "mamba_n_groups", "n_groups", "mamba_ngroups"),
    FieldAlias(.mambaInnerSize, width, "mamba_d_ssm"),
    FieldAlias(.timeStepRank, 1...1 << 16, "mamba_dt_rank", "time_step_rank"),
    FieldAlias(.mambaBias, "mamba_proj_bias"),
    FieldAlias(.convolutionBias, "mamba_conv_bias", "use_conv_bias", "conv_bias"),
    FieldAlias(.mambaNorm, "mamba_rms_norm"),
    FieldAlias(.projectorsBias, "projectors_bias"),
    FieldAlias(.firstKernel, 1...1 << 10, "cca_time0"),
    FieldAlias(.secondKernel, 1...1 << 10, "cca_time1"),
    FieldAlias(.linearKeyHeads, headCount, "linear_num_key_heads"),
    FieldAlias(.linearValueHeads, headCount, "linear_num_value_heads"),
    FieldAlias(.linearKeyHeadDim, headWidth, "linear_key_head_dim"),
    FieldAlias(.linearValueHeadDim, headWidth, "linear_value_head_dim"),
    FieldAlias(.linearHeads, headCount, "linear_attn_config.num_heads", "linear_num_heads"),
    FieldAlias(.linearHeadDim, headWidth, "linear_attn_config.head_dim", "linear_head_dim"),
    FieldAlias(
      .linearKernel, 1...1 << 10, "linear_conv_kernel_dim", "linear_attn_config.short_conv_kernel_size",
      "short_conv_kernel_size"),
    FieldAlias(.fullRankGate, "linear_attn_config.use_full_rank_gate"),
    FieldAlias(.recurrentWidth, width, "lru_width"),
    FieldAlias(.memoryBlocks, 1...1 << 10, "num_mem_blocks"),
    FieldAlias(.attentionAdapter, "use_shared_attention_adapter"),
    FieldAlias(.adapterRank, headWidth, "adapter_rank"),
  ]
}
