/// A strict RFC 8259 parser: one pass over the bytes into a ``JSONTape``.
///
/// The buffer must be readable for ``padding`` bytes behind its content, the first of them zero: a sentinel that ends
/// every scanning loop, so that none of them needs a bounds check of its own. A zero byte inside the content is told
/// from the sentinel by its offset.
public struct JSONParser {
  /// How many bytes behind the content must be readable; the first must be zero.
  public static let padding = 16
  /// How deep containers may nest.
  public static let maximumDepth = 512

  /// What a parser does beyond RFC 8259.
  public struct Options: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Makes a set of options from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Reads the bare `NaN`, `Infinity` and `-Infinity` that Python writes, as ``JSONKind/nonFinite``.
    public static let pythonLiterals = Options(rawValue: 1)
  }

  let base: UnsafePointer<UInt8>
  let end: Int
  let options: Options
  let tape: JSONTape
  var cursor: Int

  /// Prepares to parse what stands in `base` before `end`.
  public init(_ base: UnsafePointer<UInt8>, end: Int, tape: JSONTape, options: Options = []) {
    self.base = base
    self.end = end
    self.options = options
    self.tape = tape
    cursor = 0
  }

  /// Parses the value that starts at `offset` (which must not be white space), appending its nodes to the tape.
  ///
  /// - Parameters:
  ///   - offset: where the value starts.
  ///   - depth: how many containers outside this text already enclose the value.
  /// - Returns: the offset behind the value.
  /// - Throws: ``JSONSyntaxError``; with the reason `unexpectedEnd`, more text could still make it right.
  public mutating func parseValue(at offset: Int, depth: Int = 0) throws(JSONSyntaxError) -> Int {
    cursor = offset
    try parseNested(outerDepth: depth)
    return cursor
  }

  private enum Expected { case value, firstKey, key, firstElement, separator }

  private mutating func parseNested(outerDepth: Int) throws(JSONSyntaxError) {
    let containers = tape.containers
    var depth = 0
    var expected = Expected.value
    while true {
      var byte = base[cursor]
      if byte <= 0x20 { byte = skipWhiteSpace() }
      switch expected {
      case .firstKey where byte == UInt8(ascii: "}"), .firstElement where byte == UInt8(ascii: "]"):
        closeContainer(containers[depth - 1])
        depth -= 1
      case .firstKey, .key:
        guard byte == UInt8(ascii: "\"") else {
          throw fault(byte == UInt8(ascii: "}") ? .trailingComma : .expectedKey)
        }
        try parseString(isKey: true)
        byte = base[cursor]
        if byte <= 0x20 { byte = skipWhiteSpace() }
        guard byte == UInt8(ascii: ":") else { throw fault(.expectedColon) }
        cursor += 1
        expected = .value
        continue
      case .value, .firstElement:
        switch byte {
        case UInt8(ascii: "\""):
          try parseString(isKey: false)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          guard depth + outerDepth < JSONParser.maximumDepth else { throw fault(.tooDeep) }
          let isObject = byte == UInt8(ascii: "{")
          containers[depth] = Int32(truncatingIfNeeded: tape.count)
          depth += 1
          push(isObject ? .object : .array, offset: cursor, length: 0, nextOrHash: 0)
          cursor += 1
          expected = isObject ? .firstKey : .firstElement
          continue
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          try parseNumber()
        case UInt8(ascii: "]") where depth > 0 && isArray(containers[depth - 1]):
          throw fault(.trailingComma)
        default:
          try parseLiteral(byte)
        }
      case .separator:
        let container = containers[depth - 1]
        if byte == UInt8(ascii: ",") {
          cursor += 1
          expected = isArray(container) ? .value : .key
          continue
        }
        guard byte == (isArray(container) ? UInt8(ascii: "]") : UInt8(ascii: "}")) else {
          throw fault(.expectedCommaOrEnd)
        }
        closeContainer(container)
        depth -= 1
      }
      if depth == 0 { return }
      let parent = Int(containers[depth - 1])
      if tape.nodes[parent].count < UInt16.max { tape.nodes[parent].count += 1 }
      expected = .separator
    }
  }

  @inline(__always)
  private func isArray(_ container: Int32) -> Bool { tape.nodes[Int(container)].kind == .array }

  /// A fault at the cursor; at the end of the content it is that the content ends, whatever was expected.
  func fault(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
    JSONSyntaxError(reason: cursor >= end ? .unexpectedEnd : reason, offset: min(cursor, end))
  }

  @inline(__always)
  mutating func skipWhiteSpace() -> UInt8 {
    while true {
      let byte = base[cursor]
      if byte > 0x20 { return byte }
      switch byte {
      case 0x20:
        cursor += 1
        // Indentation: runs of spaces are long, so take eight at a time.
        while SWAR.load(base + cursor) == 0x2020_2020_2020_2020 { cursor += 8 }
      case 0x0A, 0x0D, 0x09: cursor += 1
      default: return byte
      }
    }
  }

  @inline(__always)
  func push(_ kind: JSONKind, offset: Int, length: Int, nextOrHash: UInt32, flags: JSONNode.Flags = []) {
    if tape.count == tape.capacity { tape.grow() }
    tape.nodes[tape.count] = JSONNode(
      offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length), nextOrHash: nextOrHash,
      count: 0, kind: kind, flags: flags)
    tape.count += 1
  }

  @inline(__always)
  private mutating func closeContainer(_ container: Int32) {
    cursor += 1
    let node = tape.nodes + Int(container)
    node.pointee.length = UInt32(truncatingIfNeeded: cursor) &- node.pointee.offset
    node.pointee.nextOrHash = UInt32(truncatingIfNeeded: tape.count)
    if node.pointee.kind == .object, node.pointee.count > 1 { findDuplicateKeys(Int(container)) }
  }

  private mutating func parseLiteral(_ first: UInt8) throws(JSONSyntaxError) {
    switch first {
    case UInt8(ascii: "t"): try take("true", as: .true)
    case UInt8(ascii: "f"): try take("false", as: .false)
    case UInt8(ascii: "n"): try take("null", as: .null)
    case UInt8(ascii: "N") where options.contains(.pythonLiterals): try take("NaN", as: .nonFinite)
    case UInt8(ascii: "I") where options.contains(.pythonLiterals): try take("Infinity", as: .nonFinite)
    default: throw fault(.expectedValue)
    }
  }

  /// Takes a literal that starts at the cursor; a prefix of it that ends with the content may still be completed.
  mutating func take(_ literal: StaticString, as kind: JSONKind) throws(JSONSyntaxError) {
    let length = literal.utf8CodeUnitCount
    let text = literal.utf8Start
    var matched = 0
    while matched < length, base[cursor + matched] == text[matched] { matched += 1 }
    if matched < length {
      let reason: JSONSyntaxError.Reason = cursor + matched >= end ? .unexpectedEnd : .invalidLiteral
      throw JSONSyntaxError(reason: reason, offset: min(cursor + matched, end))
    }
    push(kind, offset: cursor, length: length, nextOrHash: 0)
    cursor += length
  }
}
