import Shared

/// The data type of a checkpoint's weights.
enum Dtype {
  private static let prefix: StaticString = "torch."

  /// The name without PyTorch's module before it.
  static func name(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let length = prefix.utf8CodeUnitCount
    guard text.count > length, let start = text.baseAddress, memcmp(start, prefix.utf8Start, length) == 0 else {
      return text
    }
    return UnsafeBufferPointer(rebasing: text[length...])
  }
}
