import CommandLineTool
import JSON
import ModelSpec
import Platform

/// Bytes read from a source, with the zeros after them that ``JSONParser`` asks for.
final class ReadStorage: @unchecked Sendable {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  /// How much is read at once, in bytes: many documents, since the one at the end is parsed in vain, and read on for.
  static let chunk = 1 << 18
  /// The most that offsets on the tape can address.
  static let maximumCount = Int(UInt32.max) - 2 * chunk

  init(capacity: Int = ReadStorage.chunk) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity + JSONParser.padding)
    seal()
  }

  deinit { bytes.deallocate() }

  var startsWithByteOrderMark: Bool {
    text(0..<min(JSONParser.byteOrderMark.count, count)).elementsEqual(JSONParser.byteOrderMark)
  }

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

  /// Puts a line feed after text that does not end with one; whether it did.
  func endLastLine() -> Bool {
    guard count > 0, bytes[count - 1] != UInt8(ascii: "\n") else { return false }
    reserve(1)
    bytes[count] = UInt8(ascii: "\n")
    count += 1
    seal()
    return true
  }

  /// Forgets the first bytes.
  func discard(_ length: Int) {
    count -= length
    bytes.update(from: bytes + length, count: count)
    seal()
  }

  /// Forgets the last bytes.
  func truncate(to length: Int) {
    count = min(count, length)
    seal()
  }

  /// Reads what the source has, waiting for the first byte; 0 at its end.
  func read(from source: ByteSource) throws(SystemError) -> Int {
    reserve(ReadStorage.chunk / 2)
    let added = try source.read(into: bytes + count, capacity: capacity - count)
    count += added
    seal()
    return added
  }

  /// The offset after the last line feed at or after an offset, or nil.
  func endOfLastLine(from offset: Int) -> Int? {
    var end = count
    while end > offset {
      if bytes[end - 1] == UInt8(ascii: "\n") { return end }
      end -= 1
    }
    return nil
  }

  private func seal() {
    (bytes + count).update(repeating: 0, count: JSONParser.padding)
  }

  private func reserve(_ additional: Int) {
    guard count + additional > capacity else { return }
    while count + additional > capacity { capacity *= 2 }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + JSONParser.padding)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}
