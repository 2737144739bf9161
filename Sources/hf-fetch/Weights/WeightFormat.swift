/// The format of weight files.
enum WeightFormat: String, Sendable {
  case safetensors, gguf, pytorch
  /// There are no weight files, or they are not known.
  case none
}
