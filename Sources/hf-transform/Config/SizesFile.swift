/// The file that a model's sizes are read from.
enum SizesFile: Sendable {
  case configFile, gguf

  /// Its name in messages.
  var name: StaticString {
    switch self {
    case .configFile: "config.json"
    case .gguf: "the GGUF header"
    }
  }
}
