/// A table from texts to values. A key or string of a document is looked up by its decoded text.
///
/// It is a hash table with open addressing. It is filled once and then only read, by any number of threads. The parser
/// has computed the hash of each key, so a look-up compares the bytes of about one text. The table is never freed, so
/// reading it needs no reference counting.
public struct KnownKeys<Value: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
  private struct Slot {
    let hash: UInt32
    /// The length of the text in bytes; negative if the slot is free.
    let length: Int32
    let text: UnsafePointer<UInt8>?
    let value: Value?
  }

  private let slots: UnsafePointer<Slot>
  private let mask: Int

  /// Makes a table of literals; of equal keys the first counts.
  public init(_ keys: [(key: StaticString, value: Value)]) {
    self.init(permanent: keys.map { (UnsafeBufferPointer($0.key), $0.value) })
  }

  /// Makes a table of strings, which are copied; of equal keys the first counts.
  public init(copying keys: [(key: String, value: Value)]) {
    self.init(
      permanent: keys.map { key, value in
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: key.utf8.count)
        _ = copy.initialize(from: key.utf8)
        return (UnsafeBufferPointer(copy), value)
      })
  }

  /// Makes a table of texts that are not copied and must never be freed; of equal keys the first counts.
  public init(permanent keys: [(text: UnsafeBufferPointer<UInt8>, value: Value)]) {
    // The table is at most half full, so that a search always meets a free slot.
    var size = 2
    while size < keys.count * 2 { size *= 2 }
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    slots.initialize(repeating: Slot(hash: 0, length: -1, text: nil, value: nil), count: size)
    self.slots = UnsafePointer(slots)
    mask = size - 1
    for key in keys { insert(key.text, key.value, into: slots) }
  }

  private func insert(
    _ text: UnsafeBufferPointer<UInt8>, _ value: Value, into slots: UnsafeMutablePointer<Slot>
  ) {
    let hash = keyHash(of: text)
    var position = Int(hash) & mask
    while slots[position].length >= 0 {
      if isText(text, in: position, hash) { return }
      position = (position + 1) & mask
    }
    slots[position] = Slot(
      hash: hash, length: Int32(truncatingIfNeeded: text.count), text: text.baseAddress, value: value)
  }

  /// The value for a key of a document; nil for an unknown key.
  @inline(__always)
  public func value(ofKey key: JSONElement) -> Value? {
    if key.isEscaped { return value(ofEscaped: key) }
    return value(of: key.content, hash: key.hashOfKey)
  }

  /// The value for a string of a document; nil when it is unknown, or not a string.
  public func value(ofString string: JSONElement) -> Value? {
    guard string.isString else { return nil }
    return string.withDecodedBytes { value(of: $0) }
  }

  /// The value for a text; nil when it is unknown.
  public func value(of text: UnsafeBufferPointer<UInt8>) -> Value? { value(of: text, hash: keyHash(of: text)) }

  /// The value for a literal; nil when it is unknown.
  public func value(of literal: StaticString) -> Value? {
    value(of: UnsafeBufferPointer(literal))
  }

  @inline(never)
  private func value(ofEscaped key: JSONElement) -> Value? {
    key.withDecodedBytes { value(of: $0, hash: key.hashOfKey) }
  }

  @inline(__always)
  private func value(of text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Value? {
    var position = Int(hash) & mask
    while slots[position].length >= 0 {
      if isText(text, in: position, hash) { return slots[position].value }
      position = (position &+ 1) & mask
    }
    return nil
  }

  @inline(__always)
  private func isText(_ text: UnsafeBufferPointer<UInt8>, in position: Int, _ hash: UInt32) -> Bool {
    guard slots[position].hash == hash, Int(slots[position].length) == text.count else { return false }
    guard let own = slots[position].text, let other = text.baseAddress else { return text.isEmpty }
    return equalBytes(own, other, text.count)
  }

  /// All values, in no particular order.
  public var values: [Value] { UnsafeBufferPointer(start: slots, count: mask + 1).compactMap(\.value) }
}
