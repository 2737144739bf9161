import ModelSpec

/// The file that a model's sizes are read from.
enum SizesFile: Sendable {
  case configFile, gguf

  /// Its name in messages.
  var name: String {
    switch self {
    case .configFile: ConfigFile.model
    case .gguf: "the GGUF header"
    }
  }
}
