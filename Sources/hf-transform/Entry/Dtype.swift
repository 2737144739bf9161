import JSON

/// The data type of a checkpoint's weights.
enum Dtype {
  private static let prefix: StaticString = "torch."
  private static let names: [StaticString] = [
    "bfloat16", "float16", "float32", "float64", "float8_e4m3fn", "float8_e5m2", "half", "float", "int8", "uint8",
  ]
  /// The unquantized types of weights: the names in safetensors and GGUF headers, and those in PyTorch.
  static let plain: [(type: StaticString, name: StaticString)] = [
    ("F32", "float32"), ("F16", "float16"), ("BF16", "bfloat16"), ("F64", "float64"),
  ]
  private static let known = KnownKeys(names.enumerated().map { ($1, $0) })

  /// The name without the prefix `torch.`; nil for a value that is not the name of a type, such as `auto`.
  static func name(_ element: JSONElement) -> StaticString? {
    guard element.isString else { return nil }
    return element.withDecodedBytes { known.value(of: $0.text(after: prefix) ?? $0) }.map { names[$0] }
  }
}

extension ModelConfig {
  /// The data type of the weights; nil when it is not known, or a GGUF file's weights are quantized.
  var dtype: StaticString? { dtypeName ?? element(.dtype).flatMap { Dtype.name($0) } }
}
