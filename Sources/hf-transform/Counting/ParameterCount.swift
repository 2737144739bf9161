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

  /// What was done to the source's own number.
  enum Correction {
    /// What does not count was taken off.
    case less(Int, of: String)
    /// Containers were counted as the values in them.
    case unpacked

    /// It in words.
    var text: String {
      switch self {
      case .less(let number, let cause): "less \(number) of \(cause)"
      case .unpacked: "unpacked"
      }
    }
  }

  let value: Count
  let source: Source
  /// How the source's own number was corrected, if it was.
  var correction: Correction?
}
