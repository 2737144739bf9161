import Shared

/// How many parameters a model has, and who says so.
struct ParameterCount {
  /// Where a count is from.
  enum Source {
    case safetensors, gguf, hub, config, name, override

    /// As the entry names it.
    var label: StaticString {
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

  let value: Count
  let source: Source
  /// By what the source's own number was corrected, in words.
  var correction: String?
}
