import Shared

/// The data type of a checkpoint's weights.
enum Dtype {
  private static let prefix: StaticString = "torch."
  private static let known: [StaticString] = [
    "bfloat16", "float16", "float32", "float64", "float8_e4m3fn", "float8_e5m2", "half", "float", "int8", "uint8",
  ]

  /// The name without PyTorch's module before it; nil when it is none, such as `auto`.
  static func name(_ element: JSONElement) -> UnsafeBufferPointer<UInt8>? {
    guard element.isString else { return nil }
    let name = withoutPrefix(element.content)
    return known.contains { LiteralText($0).equals(name) } ? name : nil
  }

  private static func withoutPrefix(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let length = prefix.utf8CodeUnitCount
    guard text.count > length, let start = text.baseAddress, memcmp(start, prefix.utf8Start, length) == 0 else {
      return text
    }
    return UnsafeBufferPointer(rebasing: text[length...])
  }
}
