import Patterns

/// Consecutive rows of a table.
struct RowRange: BitwiseCopyable {
  let start: Int32
  let count: Int32

  static let empty = RowRange(start: 0, count: 0)

  /// The indices.
  var indices: Range<Int32> { start..<start + count }
}

extension ConstantArray {
  /// The values at a range of indices, which is not checked.
  @inline(__always)
  subscript(range: RowRange) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: all.baseAddress.map { $0 + Int(range.start) }, count: Int(range.count))
  }
}
