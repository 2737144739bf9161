import JSON

/// The architecture of a model.
public enum Architecture: CaseIterable, Sendable {
  case transformer, moe

  /// As the entry names it.
  public var label: StaticString {
    switch self {
    case .transformer: "transformer"
    case .moe: "moe"
    }
  }
}

/// The kind of attention: how attention layers share key/value heads, or `hybrid` for a model that also has
/// linear-attention or state-space layers.
public enum AttentionKind: CaseIterable, Sendable {
  case mha, mqa, gqa, mla, hybrid

  /// As the entry names it.
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

/// The source of a parameter count.
public enum ParametersSource: CaseIterable, Sendable {
  case safetensors, gguf, hub, config, name, override

  /// As the entry names it.
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
