/// An array that is filled once and then only read, by any number of threads, without reference counting or exclusivity
/// checks. It is never freed: it is for tables that a process needs until it ends, such as those of a schema.
public struct ConstantArray<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
  private let start: UnsafePointer<Element>?
  /// The number of values.
  public let count: Int

  /// Copies an array.
  public init(_ elements: [Element]) {
    count = elements.count
    guard count > 0 else {
      start = nil
      return
    }
    let storage = UnsafeMutablePointer<Element>.allocate(capacity: count)
    storage.initialize(from: elements, count: count)
    start = UnsafePointer(storage)
  }

  /// The value at an index, which only a debug build checks.
  @inline(__always)
  public subscript(index: Int32) -> Element {
    assert(index >= 0 && Int(index) < count)
    return start.unsafelyUnwrapped[Int(index)]
  }

  /// All values.
  @inline(__always)
  public var all: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }
}
