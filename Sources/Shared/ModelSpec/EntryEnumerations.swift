/// The architecture of a model: `moe` with routed experts, else `transformer`.
public enum Architecture: CaseIterable, Sendable {
  case transformer, moe

  /// The value of the entry's field `architecture`.
  public var label: StaticString {
    switch self {
    case .transformer: "transformer"
    case .moe: "moe"
    }
  }
}

/// The kind of attention: multi-head, multi-query, grouped-query or multi-head latent attention, or `hybrid` for a
/// model that also has linear-attention or state-space layers.
public enum AttentionKind: CaseIterable, Sendable {
  case mha, mqa, gqa, mla, hybrid

  /// The value of the entry's field `attention`.
  public var label: StaticString {
    switch self {
    case .mha: "mha"
    case .mqa: "mqa"
    case .gqa: "gqa"
    case .mla: "mla"
    case .hybrid: "hybrid"
    }
  }
}

/// The source of a parameter count: headers of weight files (`safetensors`, `gguf`), the Hub's count, a computation
/// from the config, the model's name, or the user.
public enum ParametersSource: CaseIterable, Sendable {
  case safetensors, gguf, hub, config, name, override

  /// The value of the entry's field `parameters_source`.
  public var label: StaticString {
    switch self {
    case .safetensors: "safetensors"
    case .gguf: "gguf"
    case .hub: "hub"
    case .config: "config"
    case .name: "name"
    case .override: "override"
    }
  }
}
