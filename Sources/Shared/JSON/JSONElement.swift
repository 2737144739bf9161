import Platform

/// A value of a parsed document: a view without ownership, free to copy and to pass around.
///
/// It is valid only until the buffer or the tape of the parser is changed or released. So a value of a stream is valid
/// until the next one is read, and a value of a ``JSONDocument`` while the document lives. The view is a slice of the
/// original text, decoded on access.
public struct JSONElement {
  // Two addresses fit into two registers. With the address of the tape and an index instead of the node's address,
  // hf-transform takes 5 % more time, and hf-validate 4 %.
  let base: UnsafePointer<UInt8>
  let address: UnsafePointer<JSONNode>

  /// Makes a view of a parsed value.
  ///
  /// - Parameters:
  ///   - base: the start of the buffer that the parser read.
  ///   - tape: the parser's tape.
  ///   - index: the value's index on the tape.
  @inline(__always)
  public init(base: UnsafePointer<UInt8>, tape: JSONTape, index: Int) {
    self.init(base: base, address: UnsafePointer(tape.nodes) + index)
  }

  @inline(__always)
  init(base: UnsafePointer<UInt8>, address: UnsafePointer<JSONNode>) {
    self.base = base
    self.address = address
  }

  @inline(__always)
  var node: JSONNode { address.pointee }

  /// The kind of the value.
  @inline(__always)
  public var kind: JSONKind { address.pointee.kind }

  /// Whether this is an object.
  public var isObject: Bool { kind == .object }
  /// Whether this is an array.
  public var isArray: Bool { kind == .array }
  /// Whether this is a string.
  public var isString: Bool { kind == .string }
  /// Whether this is `null`.
  public var isNull: Bool { kind == .null }

  /// The value's text in the document, including quotes and brackets.
  public var source: UnsafeBufferPointer<UInt8> {
    let node = node
    let quotes = node.kind == .string ? 1 : 0
    return UnsafeBufferPointer(start: base + Int(node.offset) - quotes, count: Int(node.length) + 2 * quotes)
  }

  /// The value's text for a message, shortened to 60 characters.
  public var excerpt: String {
    // 60 code points have at most 240 bytes; one byte more shows that the text is longer.
    let text = String(decoding: source.prefix(241), as: UTF8.self)
    return text.count > 60 ? text.prefix(57) + "..." : text
  }

  /// The offset of ``source``, in bytes from the start of the buffer.
  public var sourceOffset: Int { Int(node.offset) - (node.kind == .string ? 1 : 0) }

  /// The text of a string without its quotes, escapes not decoded; for another kind, the same as ``source``.
  public var content: UnsafeBufferPointer<UInt8> {
    let node = node
    return UnsafeBufferPointer(start: base + Int(node.offset), count: Int(node.length))
  }

  /// Whether this is a string with a backslash escape, so that ``content`` is not yet decoded.
  public var isEscaped: Bool { node.flags.contains(.escaped) }

  /// The decoded string, or nil for another kind.
  public var string: String? {
    guard kind == .string else { return nil }
    return isEscaped
      ? String(decoding: JSONEscapes.decode(content), as: UTF8.self) : String(decoding: content, as: UTF8.self)
  }

  /// The truth value, or nil for another kind.
  public var bool: Bool? {
    switch kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The exact value of a number that is an integer (`4096`, `4096.0` and `4.096e3` are equal); nil for another kind, a
  /// fraction, and an integer that does not fit into an Int.
  public var int: Int? {
    @inline(__always) get { shortInteger ?? otherInteger }
  }

  /// The value of an integer of at most eight digits without a sign, as nearly all integers are; nil for others.
  @inline(__always)
  private var shortInteger: Int? {
    let node = node
    let start = base + Int(node.offset)
    guard node.kind == .number, node.flags.contains(.integer), node.length <= 8, start[0] != UInt8(ascii: "-") else {
      return nil
    }
    return SWAR.integer(start, digits: Int(node.length))
  }

  @inline(never)
  private var otherInteger: Int? {
    guard kind == .number else { return nil }
    return node.flags.contains(.integer) ? parseInteger(content) : ExactDecimal(content)?.int
  }

  /// The double closest to a number, infinite when the number is out of range; nil for another kind.
  public var double: Double? {
    guard kind == .number else { return nil }
    if let short = shortDouble(content) { return short }
    // The byte after a number cannot belong to it, so `strtod` stops at the end of the slice.
    return strtod(UnsafeRawPointer(base + Int(node.offset)).assumingMemoryBound(to: CChar.self), nil)
  }

  /// Whether this is a number above 0. Its digits decide, so an exponent that no double can hold is no obstacle.
  public var isPositive: Bool {
    guard kind == .number else { return false }
    for byte in content {
      switch byte {
      case UInt8(ascii: "1")...UInt8(ascii: "9"): return true
      case UInt8(ascii: "0"), UInt8(ascii: "."): continue
      // A sign is first, and an exponent is after all digits of the significand.
      default: return false
      }
    }
    return false
  }

  /// The number without loss; nil for another kind, and when the exponent does not fit into 62 bits.
  public var decimal: ExactDecimal? { kind == .number ? ExactDecimal(content) : nil }

  /// Whether this is a string equal to `text`.
  @inline(__always)
  public func equals(_ text: StaticString) -> Bool {
    guard kind == .string else { return false }
    if isEscaped { return hasText(UnsafeBufferPointer(text)) }
    return Int(node.length) == text.utf8CodeUnitCount
      && equalBytes(base + Int(node.offset), text.utf8Start, Int(node.length))
  }

  /// The number of elements of an array or members of an object; 0 for another kind.
  public var count: Int {
    let known = node.count
    guard known == JSONNode.maximumCount else { return known }
    return isObject
      ? members.reduce(into: 0) { total, _ in total += 1 } : elements.reduce(into: 0) { total, _ in total += 1 }
  }

  /// An upper limit of ``count`` that needs no search. It is exact for a container with fewer than 65,535 elements or
  /// members.
  public var maximumCount: Int {
    guard node.count == JSONNode.maximumCount else { return node.count }
    let partCount = end - address - 1
    return isObject ? partCount / 2 : partCount
  }

  /// Whether this object has a key more than once; the last one then counts.
  public var hasDuplicateKeys: Bool { node.flags.contains(.duplicateKeys) }

  /// Whether an object in this value, at any depth, has a key more than once.
  public var containsDuplicateKeys: Bool {
    switch kind {
    case .array: elements.contains { ($0.isObject || $0.isArray) && $0.containsDuplicateKeys }
    case .object: hasDuplicateKeys || members.contains { ($1.isObject || $1.isArray) && $1.containsDuplicateKeys }
    default: false
    }
  }

  /// The address after the nodes of this value and its content.
  @inline(__always)
  var end: UnsafePointer<JSONNode> { address + address.pointee.nodeCount }

  /// The element of this array at an index, from 0; nil if the array is shorter, and for other kinds of values. A
  /// look-up takes time in proportion to the index.
  public subscript(index: Int) -> JSONElement? {
    guard index >= 0 else { return nil }
    return elements.dropFirst(index).first { _ in true }
  }

  /// The value of an object's member with this key, of the last one if several have it; nil without such a member.
  public subscript(key: JSONKey) -> JSONElement? {
    let text = UnsafeBufferPointer(key.text)
    return member(text, hash: keyHash(of: text))
  }

  /// The value of an object's member with this key, of the last one if several have it; nil without such a member.
  public subscript(key: StaticString) -> JSONElement? { self[JSONKey(key)] }

  /// The value of an object's member with this key, of the last one if several have it; nil without such a member.
  public subscript(key key: String) -> JSONElement? {
    var key = key
    return key.withUTF8 { member($0, hash: keyHash(of: $0)) }
  }

  /// The value of an object's member with this key, of the last one if several have it; nil without such a member.
  ///
  /// - Parameters:
  ///   - key: the decoded text of the key.
  ///   - hash: its ``keyHash(of:)``.
  public func member(_ key: UnsafeBufferPointer<UInt8>, hash: UInt32) -> JSONElement? {
    guard kind == .object, let text = key.baseAddress else { return nil }
    let end = end
    let stopsAtFirst = !hasDuplicateKeys
    var found: JSONElement?
    var cursor = address + 1
    while cursor < end {
      let value = JSONElement(base: base, address: cursor + 1)
      if cursor.pointee.hash == hash, matches(cursor.pointee, text, key.count) {
        found = value
        if stopsAtFirst { break }
      }
      cursor = value.end
    }
    return found
  }

  @inline(__always)
  private func matches(_ candidate: JSONNode, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if candidate.flags.contains(.escaped) {
      let content = UnsafeBufferPointer(start: base + Int(candidate.offset), count: Int(candidate.length))
      return JSONEscapes.decode(content).elementsEqual(UnsafeBufferPointer(start: text, count: count))
    }
    return Int(candidate.length) == count && equalBytes(base + Int(candidate.offset), text, count)
  }
}

/// A key to look up.
///
/// It does not store the hash, so a constant of this type needs no initialization at run time. Checking at each use
/// whether a constant is initialized would take more instructions than computing the hash.
public struct JSONKey: Sendable {
  /// The key, without quotes.
  public let text: StaticString

  /// Makes a key from a literal.
  @inline(__always)
  public init(_ text: StaticString) { self.text = text }
}

extension JSONElement {
  /// The members of an object in document order; none for another kind.
  @inline(__always)
  public var members: Members { Members(object: self) }
  /// The elements of an array in document order; none for another kind.
  public var elements: Elements { Elements(array: self) }

  /// The members of an object.
  public struct Members: Sequence, IteratorProtocol {
    private let base: UnsafePointer<UInt8>
    private var cursor: UnsafePointer<JSONNode>
    private let end: UnsafePointer<JSONNode>

    @inline(__always)
    init(object: JSONElement) {
      base = object.base
      cursor = object.address + 1
      end = object.kind == .object ? object.end : cursor
    }

    /// The next member: its key, which is a string, and its value; nil at the end.
    @inline(__always)
    public mutating func next() -> (key: JSONElement, value: JSONElement)? {
      guard cursor < end else { return nil }
      let key = JSONElement(base: base, address: cursor)
      let value = JSONElement(base: base, address: cursor + 1)
      cursor = value.end
      return (key, value)
    }

    /// The first of the members that are left; nil when none is.
    public var first: (key: JSONElement, value: JSONElement)? {
      var rest = self
      return rest.next()
    }
  }

  /// The elements of an array.
  public struct Elements: Sequence, IteratorProtocol {
    private let base: UnsafePointer<UInt8>
    private var cursor: UnsafePointer<JSONNode>
    private let end: UnsafePointer<JSONNode>

    init(array: JSONElement) {
      base = array.base
      cursor = array.address + 1
      end = array.kind == .array ? array.end : cursor
    }

    /// The next element; nil at the end.
    @inline(__always)
    public mutating func next() -> JSONElement? {
      guard cursor < end else { return nil }
      let value = JSONElement(base: base, address: cursor)
      cursor = value.end
      return value
    }

    /// The first of the elements that are left; nil when none is.
    public var first: JSONElement? {
      var rest = self
      return rest.next()
    }
  }
}

/// The double closest to a number of at most 15 bytes without an exponent; nil for another number. The digits and the
/// power of ten are both exact doubles, so the division rounds correctly.
private func shortDouble(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
  guard text.count <= 15 else { return nil }
  var digits = 0
  var power = 1.0
  var isFraction = false
  let isNegative = text.first == UInt8(ascii: "-")
  for byte in text.dropFirst(isNegative ? 1 : 0) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      digits = digits &* 10 &+ Int(byte &- UInt8(ascii: "0"))
      if isFraction { power *= 10 }
    case UInt8(ascii: "."): isFraction = true
    default: return nil
    }
  }
  let value = Double(digits) / power
  return isNegative ? -value : value
}

/// Reads digits with an optional minus sign; nil when the value does not fit into an Int.
private func parseInteger(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
  var index = 0
  let negative = text.first == UInt8(ascii: "-")
  if negative { index = 1 }
  if text.count - index <= 18 {
    var value = 0
    while index < text.count {
      value = value &* 10 &+ Int(text[index] &- UInt8(ascii: "0"))
      index += 1
    }
    return negative ? -value : value
  }
  return Int(String(decoding: text, as: UTF8.self))
}
