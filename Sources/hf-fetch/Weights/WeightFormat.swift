/// The format of weight files.
enum WeightFormat: String, Sendable {
  case safetensors, gguf, pytorch, none
}
