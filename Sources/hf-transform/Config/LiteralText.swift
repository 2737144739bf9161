import Shared

/// A literal, or a part of one, as bytes that live as long as the process.
struct LiteralText: @unchecked Sendable, Hashable {
  private let start: UnsafePointer<UInt8>
  private let count: Int

  init(_ literal: StaticString) {
    self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
  }

  /// A view of text that need not live longer than the lookup that it is made for.
  init?(borrowing text: UnsafeBufferPointer<UInt8>) {
    guard let start = text.baseAddress else { return nil }
    self.init(start: start, count: text.count)
  }

  private init(start: UnsafePointer<UInt8>, count: Int) {
    self.start = start
    self.count = count
  }

  /// The hash that the tape would hold of such a key.
  var hash: UInt32 { keyHash(of: UnsafeBufferPointer(start: start, count: count)) }

  /// The text as a string.
  var string: String { String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) }

  @inline(__always)
  func equals(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == count, let other = text.baseAddress else { return false }
    return equalBytes(start, other, count)
  }

  /// What stands before and behind the first `separator`, or nil when there is none.
  func split(at separator: UInt8) -> (LiteralText, LiteralText)? {
    guard let index = UnsafeBufferPointer(start: start, count: count).firstIndex(of: separator) else { return nil }
    return (LiteralText(start: start, count: index), LiteralText(start: start + index + 1, count: count - index - 1))
  }

  func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  static func == (a: LiteralText, b: LiteralText) -> Bool {
    a.equals(UnsafeBufferPointer(start: b.start, count: b.count))
  }
}
