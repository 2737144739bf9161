import Platform

/// A growable byte buffer that keeps its storage when it is emptied.
public final class ByteBuffer {
  private(set) var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The number of bytes.
  public private(set) var count = 0

  /// Makes an empty buffer with storage for `capacity` bytes, but at least 64.
  public init(capacity: Int = 4096) {
    self.capacity = max(capacity, 64)
    storage = .allocate(capacity: self.capacity)
  }

  deinit { storage.deallocate() }

  /// The bytes written so far: valid until the next change.
  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storage, count: count) }

  /// The bytes as an array.
  public var array: [UInt8] { Array(bytes) }

  /// The bytes as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The last byte; nil if the buffer is empty.
  @inline(__always)
  public var last: UInt8? { count > 0 ? storage[count - 1] : nil }

  /// Removes the bytes after the first `length`, keeping the storage.
  public func truncate(to length: Int = 0) {
    if length < count { count = length }
  }

  /// Makes room for this many more bytes.
  @inline(__always)
  func reserve(_ additional: Int) {
    if count + additional > capacity { grow(toHold: count + additional) }
  }

  @inline(never)
  private func grow(toHold needed: Int) {
    while capacity < needed { capacity *= 2 }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: storage, count: count)
    storage.deallocate()
    storage = larger
  }

  /// Appends one byte.
  @inline(__always)
  public func append(_ byte: UInt8) {
    reserve(1)
    storage[count] = byte
    count += 1
  }

  /// Appends bytes.
  @inline(__always)
  public func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (storage + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  /// Appends the UTF-8 of a literal.
  @inline(__always)
  public func append(_ text: StaticString) {
    text.withUTF8Buffer { append($0) }
  }

  /// Appends the UTF-8 of a string.
  public func append(text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends the content of another buffer.
  public func append(contentsOf other: ByteBuffer) {
    append(other.bytes)
  }

  /// Appends an integer in decimal.
  public func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var length = 1
    var bound: UInt = 10
    while value.magnitude >= bound {
      length += 1
      bound *= 10
    }
    append(decimal: value.magnitude, digits: length)
  }

  /// Appends the last `digits` decimal digits of a number, with leading zeros.
  @inline(__always)
  func append(decimal value: UInt, digits: Int) {
    append(upTo: digits) { target in
      var rest = value
      for place in stride(from: digits - 1, through: 0, by: -1) {
        target[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      return digits
    }
  }

  /// Appends bytes that `write` writes in place.
  ///
  /// - Parameters:
  ///   - length: the maximum number of bytes.
  ///   - write: writes at an address, and returns the number of bytes written.
  @inline(__always)
  public func append(upTo length: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    advance(by: write(room(for: length)))
  }

  /// The address after the content, where up to `length` bytes can be written; ``advance(by:)`` then appends them.
  @inline(__always)
  func room(for length: Int) -> UnsafeMutablePointer<UInt8> {
    reserve(length)
    return storage + count
  }

  /// Appends the bytes that were written at ``room(for:)``.
  @inline(__always)
  func advance(by length: Int) { count += length }
}
