import JSON

/// The keys of a snapshot's `weights`, of the tensors in its headers, and of the count in the Hub's info.
enum WeightsKeys {
  static let source = JSONKey("source")
  static let parameters = JSONKey("parameters")
  static let parametersByDtype = JSONKey("parameters_by_dtype")
  static let safetensors = JSONKey("safetensors")
  static let total = JSONKey("total")
  static let format = JSONKey("format")
  static let sizeBytes = JSONKey("size_bytes")
  static let hub = JSONKey("hub")
  static let headers = JSONKey("headers")
  static let tensors = JSONKey("tensors")
  static let name = JSONKey("name")
  static let dtype = JSONKey("dtype")
  static let shape = JSONKey("shape")
  static let ranges = JSONKey("ranges")
}
