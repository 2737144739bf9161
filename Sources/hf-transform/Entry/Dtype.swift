import JSON
import Platform

/// The data type of a checkpoint's weights.
enum Dtype {
  private static let prefix: StaticString = "torch."
  private static let names: [StaticString] = [
    "bfloat16", "float16", "float32", "float64", "float8_e4m3fn", "float8_e5m2", "half", "float", "int8", "uint8",
  ]
  private static let known = KnownKeys(names.enumerated().map { ($1, $0) })

  /// The name without PyTorch's module before it; nil for a text that is not the name of a type, such as `auto`.
  static func name(_ element: JSONElement) -> StaticString? {
    guard element.isString else { return nil }
    return element.withDecodedBytes { known.value(of: withoutPrefix($0)) }.map { names[$0] }
  }

  private static func withoutPrefix(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let length = prefix.utf8CodeUnitCount
    guard text.count > length, let start = text.baseAddress, memcmp(start, prefix.utf8Start, length) == 0 else {
      return text
    }
    return UnsafeBufferPointer(rebasing: text[length...])
  }
}

extension ModelConfig {
  /// The data type of the weights; nil when it is not known, or a GGUF file's weights are quantized.
  var dtype: StaticString? { dtypeName ?? element(.dtype).flatMap { Dtype.name($0) } }
}
