import JSON

/// Keys that have no effect on a model's size: training, tokenizer, generation, rotary positions, dropout,
/// initialization, scales of activations, and how attention is computed.
///
/// Any other key with a number, a list or an object is reported if no family reads it.
enum IrrelevantKeys {
  /// All keys without an effect.
  static let names = repeated + others

  /// Keys that repeat other keys or are computed from them.
  private static let repeated: [StaticString] = [
    "attention_hidden_size", "output_embedding_size", "ff_factor",
  ]

  /// The other keys, sorted, so that a key is easy to find.
  static let others: [StaticString] = [
    "L_bp_cycles", "activation_situ_beta", "activation_situ_linear_beta", "activation_sparsity_pattern", "alibi",
    "alibi_bias_max", "altup_coef_clip", "anyres_pooling_size", "architecture", "attention_in_multiplier",
    "attention_layers", "attention_logit_cap", "attention_multiplier", "attention_out_multiplier", "attention_scale",
    "attention_softmax_scale", "attention_types", "attention_value_scale", "attn_factor", "attn_logit_cap",
    "attn_output_multiplier", "attn_rotary_emb", "attn_scale", "attn_temperature_len", "attn_temperature_tuning",
    "auto_map", "aux_loss_alpha", "aux_loss_coeff", "bad_words_ids", "base_seqlen", "begin_suppress_tokens",
    "beta_fast", "beta_slow", "block_dim", "block_mlp_init_scale", "block_out_init_scale", "block_size",
    "blocksparse_block_size", "blocksparse_num_local_blocks", "blocksparse_triton_kernel_block_size",
    "blocksparse_vert_stride", "bskcn_1", "bskcn_2", "bskcn_3", "bskcn_4", "bskcn_tv", "capacity_factor",
    "chunk_size", "chunk_size_feed_forward", "clamp_len", "class_num", "clip_qkv", "compression_ratio", "conv_dim",
    "conv_dim_out", "decoder_layerdrop", "dense_attention_every_n_layers", "dense_list", "dim_model_base",
    "dropout_p", "dt_init_floor", "dt_limit", "dt_max", "dt_min", "dummy_token_indices", "early_exit_step",
    "early_exit_threshold", "embedding_fraction", "embedding_multiplier", "embedding_multiplier_scale",
    "embedding_scale", "embeddings_scale", "encoder_layerdrop", "encoder_no_repeat_ngram_size", "end_n_top",
    "engram_seed", "ep_group_size", "ep_size", "eps", "expert_bias_update_rate", "expert_parallel_size", "fim_rate",
    "final_w_init_variance_scale", "finetuning_task", "first_k_dense_replace_loss", "floor_scale", "freq_allocation",
    "full_attn_alpha_factor", "full_attn_beta_factor", "full_attn_mod", "gate_lower_bound", "gate_scale",
    "gegelu_limit", "generation_config", "gradient_checkpointing", "group_norm_size", "group_size", "hc_magnitude",
    "hc_sinkhorn_iters", "id2label", "im_end_id", "im_newline_id", "im_patch_id", "im_start_id", "image_size",
    "index_block_size", "index_local_blocks", "index_topk", "index_topk_blocks", "indexer_budget",
    "indexer_compress_ratio", "init_config", "init_device", "init_std", "initial_context_length",
    "initializer_cutoff_factor", "initializer_factor", "initializer_range", "input_jitter_noise", "input_mult",
    "interpolate_factor", "kda_lower_bound", "keep_window_size", "key_multiplier", "label2id", "lambda_std_dev",
    "layer_switch", "layerdrop", "layernorm_full_attention_alpha", "layernorm_full_attention_beta",
    "layernorm_linear_attention_alpha", "layernorm_linear_attention_beta", "layernorm_mlp_alpha",
    "layernorm_mlp_beta", "learning_rate", "linear_a_log_max", "linear_attn_alpha_factor", "linear_attn_beta_factor",
    "linear_dt_init_floor", "linear_dt_max", "linear_dt_min", "lm_head_multiplier", "log_scaling_alpha",
    "log_scaling_n_floor", "logit_scale", "logits_mup_width_multiplier", "logits_scaling", "long_factor",
    "mamba_chunk_size", "mamba_dt_init_floor", "mamba_dt_limit", "mamba_dt_max", "mamba_dt_min", "mask_init_id",
    "max_attn_value", "max_grad_norm", "max_length", "max_text_id", "max_tokenizer_truncation", "max_window_size",
    "mem_len", "min_length", "mlp_alpha_factor", "mlp_beta_factor", "mlp_multipliers", "model_parallel",
    "moe_aux_loss_coeff", "moe_capacity", "moe_ep_size", "moe_eval_capacity_factor", "moe_gate_norm_std",
    "moe_group_size", "moe_min_capacity", "moe_norm_min", "moe_routed_scaling_factor", "moe_router_scaling_factor",
    "moe_router_topk_scaling_factor", "moe_train_capacity_factor", "moe_z_loss_coeff", "mrope_section", "mscale",
    "mscale_all_dim", "mtp_hybrid_override_pattern", "mtp_layer_types", "mtp_layers_block_type",
    "mtp_loss_scaling_factor", "mtp_mlp_layer_types", "multi_token_pred_lambda", "mup_attn_multiplier",
    "mup_denominator", "mup_embedding_multiplier", "mup_embeddings_scale", "mup_output_alpha", "mup_scale_factor",
    "mup_width_multiplier", "mup_width_scale", "n_group", "ngpt_alpha_init", "no_repeat_ngram_size", "norm_head",
    "norm_type", "num_beam_groups", "num_beams", "num_expert_group", "num_image_tokens", "num_key_value_groups",
    "num_labels", "num_logits_to_keep", "num_media_embeds", "num_nextn_predict_layers_loss", "num_return_sequences",
    "number_of_conv_states", "offset_alibi", "org_vocab_size", "original_max_position_embeddings", "output_mult",
    "output_multiplier", "output_multiplier_scale", "pad_id", "partial_rotary_factor", "partial_rotary_factors",
    "patch_size", "pixel_hidden_size", "pixel_shuffle_factor", "prefix", "prefix_dense_sliding_window_pattern",
    "pretraining_tp", "problem_type", "projector_hidden_act", "pruned_heads", "qk_head_dim", "qk_l2_clip_threshold",
    "qk_scale_factor", "quantization_bits", "query_num", "query_pre_attn_scalar", "rel_l2_clip_threshold",
    "rescale_every", "residual_gate_temperature", "residual_multiplier", "rms_norm_eps_moe_gate", "rope_base",
    "rope_dim", "rope_embedding_base", "rope_freq_constant", "rope_interleave", "rope_layout", "rope_local_base_freq",
    "rope_local_theta", "rope_max_length", "rope_parameters", "rope_pct", "rope_percent", "rope_position_scale",
    "rope_ratio", "rope_scaling", "rope_scaling_factor", "rope_scaling_layers", "rotary", "rotary_base", "rotary_dim",
    "rotary_emb_base", "rotary_emb_fraction", "rotary_emb_scale_base", "rotary_pct", "rotary_percentage",
    "rotary_scaling_factor", "route_scale", "routed_scaling_factor", "router_jitter_noise",
    "router_logit_softcapping_value", "router_scaling_factor", "sampling_params", "scale_depth", "scale_emb", "seed",
    "short_factor", "sinkhorn_temp", "slice_config", "softmax_scale", "sparse_block_size", "sparse_init_block",
    "sparse_local_block", "sparse_score_type", "sparse_topk_blocks", "spatial_conv_size", "spatial_merge_size",
    "speech_lora", "split_ngram_parts", "ssm_in_multiplier", "ssm_multipliers", "ssm_out_multiplier", "start_n_top",
    "summary_type", "suppress_tokens", "swiglu_alpha", "swiglu_limit", "swiglu_limits", "swiglu_limits_shared",
    "task_specific_params", "temperature", "temporal_conv_size", "tensor_parallel_degree", "tensor_parallel_size",
    "text_end_id", "text_start_id", "time_embedding_dim", "time_step_floor", "time_step_limit", "time_step_max",
    "time_step_min", "time_step_scale", "tokenizer", "tokenizer_class", "top_k", "top_p", "topk_group", "topk_method",
    "tp_size", "training_seqlen", "transformers.js_config", "truncation_size", "type_vocab_size", "typical_p",
    "use_flash_attn", "video_end_id", "video_start_id", "vision_batch_size", "vision_feature_layer",
    "vision_feature_select_strategy", "vision_lora", "vit_input_resolution", "vit_patch", "vit_token",
    "w_init_variance_scale", "width_scale", "world_size", "xdrope_section", "yarn_factor", "yarn_scale",
  ]

  /// Whether a key has one of the ``endings``.
  static func hasEnding(_ key: JSONElement) -> Bool {
    key.withDecodedBytes { text in endings.contains { text.ends(with: $0) } }
  }

  /// Endings of other irrelevant keys.
  static let endings: [StaticString] = [
    "token_id", "token_ids", "token_index", "_eps", "_epsilon", "dropout", "_pdrop", "dropout_prob", "dropout_rate",
    "rope_theta", "_init_std", "_init_range", "_initializer_range", "loss_coef", "loss_weight", "softcap",
    "softcapping", "soft_cap", "_penalty",
  ]
}
