import JSON

/// Keys that have no effect on a model's size: training, tokenizer, generation, rotary positions, dropout,
/// initialization, scales of activations, and how attention is computed.
///
/// Any other key with a number, a list or an object is reported if no family reads it.
enum IrrelevantKeys {
  /// Irrelevant keys, in full.
  static let names: [StaticString] = [
    // Keys that repeat other keys or are computed from them.
    "attention_hidden_size", "output_embedding_size", "ff_factor",
    // The rest, in no order.
    "type_vocab_size", "alibi",
    "attn_rotary_emb", "offset_alibi", "layer_switch", "block_dim", "conv_dim", "conv_dim_out", "block_mlp_init_scale",
    "block_out_init_scale", "block_size", "rope_scaling_layers", "rope_freq_constant", "rope_max_length",
    "attention_types", "attention_layers", "initializer_range",
    "rope_parameters", "id2label", "label2id",
    "routed_scaling_factor", "topk_group", "n_group",
    "pretraining_tp", "qk_head_dim", "index_topk", "embedding_multiplier",
    "logits_scaling", "residual_multiplier", "attention_multiplier",
    "rope_scaling", "swiglu_limit", "swiglu_limits", "swiglu_limits_shared", "num_logits_to_keep", "rotary_dim",
    "time_step_min", "time_step_max", "time_step_floor", "partial_rotary_factor",
    "partial_rotary_factors", "auto_map", "chunk_size", "route_scale", "time_step_limit", "time_step_scale",
    "logit_scale", "ep_size", "query_pre_attn_scalar",
    "mamba_chunk_size",
    "swiglu_alpha", "hc_sinkhorn_iters", "log_scaling_alpha",
    "original_max_position_embeddings", "scale_emb", "dim_model_base", "scale_depth",
    "mtp_layers_block_type", "mtp_layer_types", "mtp_mlp_layer_types",
    "mtp_hybrid_override_pattern", "init_std", "num_expert_group", "number_of_conv_states",
    "activation_sparsity_pattern", "attention_value_scale", "initializer_cutoff_factor",
    "altup_coef_clip", "embedding_fraction", "logits_mup_width_multiplier",
    "rms_norm_eps_moe_gate", "hc_magnitude", "index_block_size", "index_topk_blocks", "index_local_blocks",
    "ngpt_alpha_init", "log_scaling_n_floor", "qk_l2_clip_threshold",
    "rel_l2_clip_threshold", "final_w_init_variance_scale",
    "w_init_variance_scale", "router_jitter_noise",
    "prefix_dense_sliding_window_pattern", "floor_scale", "attn_scale", "lambda_std_dev", "L_bp_cycles",
    "embedding_scale", "moe_norm_min", "keep_window_size", "moe_routed_scaling_factor", "kda_lower_bound",
    "full_attn_alpha_factor", "full_attn_beta_factor", "linear_attn_alpha_factor", "linear_attn_beta_factor",
    "mlp_alpha_factor", "mlp_beta_factor", "aux_loss_alpha", "router_scaling_factor",
    "linear_a_log_max", "linear_dt_init_floor", "linear_dt_max", "linear_dt_min", "attention_in_multiplier",
    "attention_out_multiplier", "key_multiplier", "lm_head_multiplier", "mlp_multipliers", "ssm_in_multiplier",
    "ssm_multipliers", "ssm_out_multiplier", "indexer_budget", "indexer_compress_ratio", "rotary_emb_base",
    "rotary_pct", "rescale_every", "seed", "split_ngram_parts", "full_attn_mod",
    "interpolate_factor", "transformers.js_config", "max_length", "min_length",
    "num_beam_groups", "num_beams", "num_return_sequences", "temperature", "top_k", "top_p",
    "typical_p", "mem_len", "clamp_len", "start_n_top", "end_n_top",
    "initial_context_length", "moe_router_scaling_factor", "rope_local_base_freq",
    "moe_capacity", "task_specific_params", "bad_words_ids", "begin_suppress_tokens",
    "suppress_tokens", "prefix",
    "encoder_no_repeat_ngram_size", "no_repeat_ngram_size", "finetuning_task",
    "pruned_heads", "tokenizer_class", "chunk_size_feed_forward", "sparse_block_size", "sparse_topk_blocks",
    "sparse_init_block", "sparse_local_block", "sparse_score_type", "rope_ratio", "rope_percent", "rope_pct",
    "rotary_percentage", "rotary_base", "rope_base", "rope_interleave", "rope_dim", "yarn_factor", "beta_fast",
    "beta_slow", "mscale", "mscale_all_dim", "long_factor", "short_factor", "mrope_section",
    "attn_temperature_tuning", "attn_factor", "attention_softmax_scale", "softmax_scale", "clip_qkv", "max_grad_norm",
    "learning_rate", "moe_aux_loss_coeff", "moe_z_loss_coeff", "aux_loss_coeff",
    "moe_group_size", "num_nextn_predict_layers_loss", "mtp_loss_scaling_factor",
    "attention_scale", "attention_logit_cap", "output_multiplier_scale", "embedding_multiplier_scale",
    "attn_output_multiplier", "attn_logit_cap",
    "router_logit_softcapping_value", "qk_scale_factor", "output_multiplier",
    "residual_gate_temperature", "activation_situ_beta", "activation_situ_linear_beta", "gate_lower_bound",
    "topk_method", "generation_config", "sampling_params", "model_parallel", "world_size", "tensor_parallel_degree",
    "tensor_parallel_size", "expert_parallel_size", "ep_group_size", "max_window_size",
    "initializer_factor", "fim_rate", "tp_size", "moe_ep_size", "num_key_value_groups", "num_labels",
    "problem_type", "use_flash_attn", "gradient_checkpointing", "truncation_size",
    "alibi_bias_max", "init_device", "init_config", "norm_type",
    "tokenizer", "first_k_dense_replace_loss", "quantization_bits",
    "engram_seed", "time_embedding_dim", "expert_bias_update_rate", "gate_scale", "dt_min",
    "dt_max", "dt_init_floor", "mamba_dt_min", "mamba_dt_max", "mamba_dt_init_floor", "mamba_dt_limit",
    "dt_limit", "rotary_scaling_factor", "rope_scaling_factor", "rotary_emb_scale_base",
    "rotary_emb_fraction", "summary_type", "layerdrop", "decoder_layerdrop",
    "encoder_layerdrop", "vision_feature_layer", "vision_feature_select_strategy", "projector_hidden_act",
    "spatial_merge_size", "freq_allocation", "compression_ratio", "im_patch_id", "pixel_hidden_size",
    "spatial_conv_size", "temporal_conv_size", "max_text_id", "num_image_tokens",
    "eps", "dropout_p", "width_scale", "embeddings_scale", "mup_width_scale", "mup_embeddings_scale",
    "mup_output_alpha", "max_attn_value", "moe_train_capacity_factor", "moe_eval_capacity_factor", "moe_min_capacity",
    "architecture", "group_norm_size", "early_exit_threshold", "early_exit_step",
    "layernorm_full_attention_alpha", "layernorm_full_attention_beta", "layernorm_linear_attention_alpha",
    "layernorm_linear_attention_beta", "layernorm_mlp_alpha", "layernorm_mlp_beta", "capacity_factor",
    "multi_token_pred_lambda", "input_jitter_noise", "moe_router_topk_scaling_factor", "moe_gate_norm_std",
    "max_tokenizer_truncation", "rotary", "training_seqlen", "base_seqlen", "input_mult", "output_mult",
    "mup_scale_factor", "mup_denominator", "yarn_scale", "norm_head", "bskcn_1", "bskcn_2", "bskcn_3", "bskcn_4",
    "bskcn_tv", "rope_local_theta", "group_size", "attn_temperature_len", "blocksparse_block_size",
    "blocksparse_num_local_blocks", "blocksparse_triton_kernel_block_size", "blocksparse_vert_stride",
    "dense_attention_every_n_layers", "dummy_token_indices", "gegelu_limit", "mup_attn_multiplier",
    "mup_embedding_multiplier", "mup_width_multiplier", "rope_embedding_base", "rope_position_scale", "dense_list",
    "im_start_id", "im_newline_id", "im_end_id", "text_start_id", "text_end_id", "video_start_id", "video_end_id",
    "mask_init_id", "org_vocab_size", "class_num", "num_media_embeds", "anyres_pooling_size", "vit_input_resolution",
    "vit_patch", "vit_token", "pad_id", "xdrope_section", "vision_lora", "speech_lora",
    "image_size", "patch_size", "query_num", "slice_config", "vision_batch_size", "pixel_shuffle_factor",
    "sinkhorn_temp", "rope_layout",
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
