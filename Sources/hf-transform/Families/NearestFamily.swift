import JSON

/// The family that is most similar to a config of an unknown `model_type`. It is found by the keys of the config and
/// the sizes that each family reads, never by a name in the config.
///
/// If the config has the keys that mark a family, it is that family. Otherwise the config is first read as a general
/// family (``Family/assumed(of:)``). If sizes stay unread, the nearest family is the one that leaves the fewest sizes
/// unread, and fewer than the general family. Of several such families, it is the one that takes the fewest sizes from
/// class defaults: the values that a config class in transformers has for absent keys. A family is considered only if
/// it agrees with the general family on whether there are experts, and assumes no sliding windows that the config does
/// not state.
struct NearestFamily {
  /// The family; nil when the config cannot be described as the general family, or no family reads more sizes.
  let family: Family?

  /// Finds the family. To try a family, its class defaults are added to the config; they are removed again.
  ///
  /// - Throws: ``ConfigError`` when the rank of latent attention is not a valid number.
  init(_ model: Model) throws(ConfigError) {
    if let marked = NearestFamily.marked(model.config) {
      family = marked
      return
    }
    let generic = NearestFamily.fit(of: try .assumed(of: model.config), model)
    defer { model.config.forgetFamily() }
    guard let generic, generic.unread > 0 else {
      family = nil
      return
    }
    var best: (family: Family, fit: MatchScore)?
    for candidate in FamilyRegistry.families where candidate !== Family.attentionFree {
      guard let fit = NearestFamily.fit(of: candidate, model), fit.unread < generic.unread else { continue }
      if fit.isMixture != generic.isMixture { continue }
      if best.map({ fit < $0.fit }) ?? true { best = (candidate, fit) }
    }
    family = best?.family
  }

  /// How badly a config suits a family: the family with the smallest score is the nearest.
  private struct MatchScore: Comparable {
    /// The number of sizes in the config that the family does not read.
    let unread: Int
    /// The number of sizes that the family takes from class defaults.
    let defaults: Int
    /// Whether layers have experts. It is not compared.
    let isMixture: Bool

    static func < (a: MatchScore, b: MatchScore) -> Bool { (a.unread, a.defaults) < (b.unread, b.defaults) }
  }

  /// The score of a family; nil when the config cannot be described as one of that family, or the family assumes
  /// sliding windows that the config does not state.
  private static func fit(of family: Family, _ model: Model) -> MatchScore? {
    model.config.forgetFamily()
    do {
      try model.resolve(as: family)
      guard try model.canBeCounted(), try !model.totalParameters().isTooLarge else { return nil }
      _ = try DerivedEntry(model)
      _ = try model.idleParameters()
    } catch {
      return nil
    }
    let unread = model.config.unreadKeys().ignoredSizeCount
    guard model.layout.sliding == 0 || statesWindows(model.config) else { return nil }
    return MatchScore(unread: unread, defaults: model.config.usedDefaultCount, isMixture: model.layout.sparse > 0)
  }

  /// Whether the config itself states a window, or which layers differ from the others. A family's fixed pattern, such
  /// as every fourth layer, would give too small a cache for a model without that pattern.
  private static func statesWindows(_ config: ModelConfig) -> Bool {
    (ConfigField.ofLayerRules + [.noRopeLayers]).contains { !config.isDefaulted($0) && config.has($0) }
  }

  /// A `model_type` of a family, and keys that mark the family. The first row whose keys a config all has decides, so a
  /// row with more specific keys comes before others.
  private static let marks: [(modelType: StaticString, keys: [StaticString])] = [
    ("nemotron_h", ["hybrid_override_pattern"]), ("nemotron_h", ["layers_block_type", "mamba_num_heads"]),
    ("jamba", ["mamba_dt_rank", "expert_layer_period"]), ("zamba", ["n_mamba_heads", "attn_layer_period"]),
    ("zamba2", ["num_mem_blocks"]), ("falcon_h1", ["mamba_d_ssm"]),
    ("granitemoehybrid", ["shared_intermediate_size", "mamba_n_heads"]), ("kimi_linear", ["linear_attn_config"]),
    ("qwen3_next", ["linear_num_value_heads", "decoder_sparse_step"]),
    ("qwen3_5_moe_text", ["linear_num_value_heads", "num_experts", "attn_output_gate"]),
    ("qwen3_5_text", ["linear_num_value_heads", "attn_output_gate"]),
    ("lfm2_moe", ["conv_L_cache", "moe_intermediate_size"]),
    ("lfm2", ["conv_L_cache"]), ("gemma3n_text", ["altup_num_inputs"]),
    ("gemma4_text", ["hidden_size_per_layer_input"]), ("llama4_text", ["interleave_moe_layer_step"]),
    ("longcat_flash", ["zero_expert_num"]), ("ernie4_5_moe", ["moe_num_shared_experts", "moe_layer_start_index"]),
    ("mpt", ["attn_config", "expansion_ratio"]), ("dbrx", ["attn_config", "ffn_config"]),
    ("falcon", ["new_decoder_architecture"]), ("falcon", ["multi_query", "parallel_attn"]),
    ("RefinedWeb", ["n_head_kv", "n_layer"]), ("gpt_bigcode", ["multi_query", "n_embd"]),
    ("gptj", ["rotary_dim", "n_embd"]),
    ("gpt_neo", ["attention_types"]), ("gpt_neox", ["rotary_pct"]),
    ("gpt_neox", ["use_parallel_residual", "rotary_emb_base"]), ("opt", ["word_embed_proj_dim", "ffn_dim"]),
    ("bloom", ["apply_residual_connection_post_layernorm", "n_layer"]), ("nemotron-nas", ["block_configs"]),
    ("chatglm", ["multi_query_group_num"]), ("qwen", ["kv_channels", "seq_length", "no_bias"]),
    ("stablelm", ["use_qkv_bias", "partial_rotary_factor"]),
    ("phi", ["qk_layernorm", "partial_rotary_factor", "embd_pdrop"]),
    ("starcoder2", ["embedding_dropout", "norm_epsilon", "use_bias"]), ("gemma3_text", ["rope_local_base_freq"]),
    ("gemma2", ["attn_logit_softcapping", "query_pre_attn_scalar"]),
    ("openelm", ["num_gqa_groups", "ffn_multipliers"]),
    ("cohere", ["logit_scale", "use_qk_norm"]), ("gpt2", ["n_embd", "n_positions", "n_ctx", "attn_pdrop"]),
    ("xglm", ["attention_heads", "ffn_dim"]),
  ]

  /// The family that the keys of the config mark; nil when they mark no family.
  private static func marked(_ config: ModelConfig) -> Family? {
    guard let text = config.textConfig else { return nil }
    let found = marks.first { mark in
      mark.keys.allSatisfy { key in text.members.contains { $0.key.equals(key) && !$0.value.isNull } }
    }
    return found.flatMap { FamilyRegistry.shared.family(named: $0.modelType) }
  }
}
