import JSON
import Platform

/// Bytes that were read from a source, followed by the zero bytes that ``JSONParser`` requires.
final class ReadStorage: @unchecked Sendable {
  /// The address of the first byte. It changes when the storage grows.
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  /// The number of bytes, without the zero bytes.
  private(set) var count = 0
  private var capacity: Int
  /// A read has space for at least this many bytes.
  private let minimumSpace: Int

  /// The usual capacity, in bytes. An unfinished document at the end of a read is parsed twice, so a read should return
  /// many documents: with a quarter of this capacity, hf-transform takes 5 % more user CPU time.
  static let readSize = 1 << 20
  /// A storage with this many bytes or more is not read into, because an offset on the ``JSONTape`` has 32 bits.
  static let maximumCount = Int(UInt32.max) - 2 * readSize

  init(capacity: Int = ReadStorage.readSize) {
    self.capacity = capacity
    minimumSpace = capacity / 2
    bytes = .allocate(capacity: capacity + JSONParser.padding)
    seal()
  }

  deinit { bytes.deallocate() }

  /// Whether the first bytes are a byte order mark.
  var startsWithByteOrderMark: Bool {
    text(0..<min(JSONParser.byteOrderMark.count, count)).elementsEqual(JSONParser.byteOrderMark)
  }

  /// The bytes in a range of offsets. Valid until the storage changes.
  func text(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
  }

  func removeAll() {
    count = 0
    seal()
  }

  func append(_ text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count)
    if let start = text.baseAddress { (bytes + count).update(from: start, count: text.count) }
    count += text.count
    seal()
  }

  /// Appends a line feed if the text is not empty and does not end with one.
  ///
  /// - Returns: whether a line feed was appended.
  func endLastLine() -> Bool {
    guard count > 0, bytes[count - 1] != UInt8(ascii: "\n") else { return false }
    reserve(1)
    bytes[count] = UInt8(ascii: "\n")
    count += 1
    seal()
    return true
  }

  /// Removes the first `length` bytes.
  func discard(_ length: Int) {
    count -= length
    bytes.update(from: bytes + length, count: count)
    seal()
  }

  /// Removes the bytes after the first `length`.
  func truncate(to length: Int) {
    count = min(count, length)
    seal()
  }

  /// Reads the bytes that are available, as far as there is space. Waits if there are none yet.
  ///
  /// - Returns: the number of bytes read; 0 at the end.
  /// - Throws: ``SystemError`` when the source cannot be read.
  func read(from source: ByteReader) throws(SystemError) -> Int {
    reserve(minimumSpace)
    let added = try source.read(into: bytes + count, capacity: min(capacity, Int(UInt32.max)) - count)
    count += added
    seal()
    return added
  }

  /// The offset after the last line feed; nil if there is no line feed at `offset` or after it.
  func endOfLastLine(from offset: Int) -> Int? {
    var end = count
    while end > offset {
      if bytes[end - 1] == UInt8(ascii: "\n") { return end }
      end -= 1
    }
    return nil
  }

  /// Writes the zero bytes after the content.
  private func seal() {
    (bytes + count).update(repeating: 0, count: JSONParser.padding)
  }

  /// Makes space for more bytes.
  private func reserve(_ additional: Int) {
    guard count + additional > capacity else { return }
    while count + additional > capacity { capacity *= 2 }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + JSONParser.padding)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}
