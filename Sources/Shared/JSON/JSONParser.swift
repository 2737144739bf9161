import Platform

/// A strict RFC 8259 parser, which writes nodes to a ``JSONTape`` in one pass over the bytes.
///
/// The buffer must be readable for ``padding`` bytes after its content. The first of them must be zero: this sentinel
/// ends every scanning loop, so that no loop needs a bounds check. A zero byte inside the content is distinguished from
/// the sentinel by its offset.
public struct JSONParser {
  /// How many bytes after the content must be readable; the first must be zero.
  public static let padding = 32
  /// The maximum depth of nested containers.
  public static let maximumDepth = 512
  /// The byte order mark of UTF-8, which can come before the first value.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Extensions of RFC 8259.
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

  /// Prepares to parse a buffer.
  ///
  /// - Parameters:
  ///   - base: the start of the buffer.
  ///   - end: the length of its content, in bytes.
  ///   - tape: where nodes are appended.
  ///   - options: the extensions to accept.
  public init(_ base: UnsafePointer<UInt8>, end: Int, tape: JSONTape, options: Options = []) {
    self.base = base
    self.end = end
    self.options = options
    self.tape = tape
  }

  /// Parses the value that starts at `offset` (which must not be white space), appending its nodes to the tape.
  ///
  /// - Parameters:
  ///   - offset: where the value starts, in bytes.
  ///   - depth: how many containers enclose the value; they count toward ``maximumDepth``.
  /// - Returns: the offset after the value.
  /// - Throws: ``JSONSyntaxError``; with the reason `unexpectedEnd`, more text could complete the value. The tape then
  ///   has no new nodes, but it can have a new ``JSONTape/duplicateKeyOffset``.
  public func parseValue(at offset: Int, depth: Int = 0) throws(JSONSyntaxError) -> Int {
    var scan = ParserCursor(at: base + offset, tape: tape)
    try parseTree(&scan, deepest: JSONParser.maximumDepth - depth)
    tape.count = scan.next - tape.nodes
    return scan.at - base
  }

  /// The positions of the parser in the text and on the tape. The cursor is passed to inlined functions only, so that
  /// it stays in registers; the functions for rare cases take plain pointers.
  struct ParserCursor {
    /// The address of the next byte.
    var at: UnsafePointer<UInt8>
    /// The address of the next node.
    var next: UnsafeMutablePointer<JSONNode>
    /// The address of the node of the innermost open container; without one, any address on the tape.
    var container: UnsafeMutablePointer<JSONNode>

    @inline(__always)
    init(at: UnsafePointer<UInt8>, tape: JSONTape) {
      self.at = at
      next = tape.nodes + tape.count
      container = tape.nodes
    }

    @inline(__always)
    var byte: UInt8 { at.pointee }

    /// Whether the innermost container is an array, of which an element has been parsed.
    @inline(__always)
    var isInArrayWithElements: Bool { container.pointee.kind == .array && container.pointee.sizeOrHash > 0 }

    /// Moves the cursor to larger storage of the tape, which is full.
    @inline(__always)
    mutating func grow(_ tape: JSONTape) {
      let index = container - tape.nodes
      next = tape.grow()
      container = tape.nodes + index
    }
  }

  /// The main loop, without recursion.
  ///
  /// A round of the outer loop parses a scalar or an opening bracket, and in an object the key before it. The inner
  /// loop then parses closing brackets, up to the comma before the next value or the end of the outermost container.
  ///
  /// All that is needed to continue after a container is in the nodes of those that are open, so that few values take
  /// up registers: `sizeOrHash` is the number of elements so far, and `length` the distance from the node of the
  /// container around it. With local variables and an array of the open containers, hf-transform takes 4 % more time.
  ///
  /// - Parameter deepest: how many levels of containers are allowed.
  @inline(__always)
  private func parseTree(_ scan: inout ParserCursor, deepest: Int) throws(JSONSyntaxError) {
    var depth = 0
    var isInObject = false
    while true {
      if isInObject { try parseKey(&scan) }
      let first = scan.byte
      switch first {
      case UInt8(ascii: "\""):
        try parseString(&scan, isKey: false)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < deepest else { throw fault(.tooDeep, at: scan.at) }
        depth &+= 1
        isInObject = first == UInt8(ascii: "{")
        pushContainer(&scan, isInObject ? .object : .array)
        scan.at += 1
        // In ASCII, the code of a closing bracket is that of the opening one plus 2.
        if skipWhiteSpace(&scan) != first &+ 2 { continue }
        // Makes the count of the empty container 0 below.
        scan.container.pointee.sizeOrHash = .max
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        try parseNumber(&scan)
      default:
        if first == UInt8(ascii: "]"), depth > 0, scan.isInArrayWithElements {
          throw fault(.trailingComma, at: scan.at)
        }
        try parseLiteral(&scan)
      }
      while true {
        if depth == 0 { return }
        scan.container.pointee.sizeOrHash &+= 1
        isInObject = scan.container.pointee.kind == .object
        let next = skipWhiteSpace(&scan)
        if next == UInt8(ascii: ",") {
          scan.at += 1
          _ = skipWhiteSpace(&scan)
          break
        }
        guard next == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw fault(.expectedCommaOrEnd, at: scan.at)
        }
        scan.at += 1
        closeContainer(&scan)
        depth &-= 1
      }
    }
  }

  /// Parses a key and its colon, and moves the cursor to the first byte of the value.
  @inline(__always)
  private func parseKey(_ scan: inout ParserCursor) throws(JSONSyntaxError) {
    guard scan.byte == UInt8(ascii: "\"") else {
      let isAfterComma = scan.container.pointee.sizeOrHash > 0
      throw fault(scan.byte == UInt8(ascii: "}") && isAfterComma ? .trailingComma : .expectedKey, at: scan.at)
    }
    try parseString(&scan, isKey: true)
    guard skipWhiteSpace(&scan) == UInt8(ascii: ":") else { throw fault(.expectedColon, at: scan.at) }
    scan.at += 1
    _ = skipWhiteSpace(&scan)
  }

  /// Appends the node of a container that opens at the cursor, which becomes the innermost one.
  @inline(__always)
  private func pushContainer(_ scan: inout ParserCursor, _ kind: JSONKind) {
    if scan.next == tape.limit { scan.grow(tape) }
    let distance = scan.next - scan.container
    scan.container = scan.next
    push(&scan, kind, from: scan.at, length: distance)
  }

  /// Completes the node of the innermost container, which ends at the cursor. The container around it becomes the
  /// innermost one.
  @inline(__always)
  private func closeContainer(_ scan: inout ParserCursor) {
    let node = scan.container
    let count = Int(node.pointee.sizeOrHash)
    scan.container = node - Int(node.pointee.length)
    node.pointee.length = UInt32(truncatingIfNeeded: scan.at - base) &- node.pointee.offset
    node.pointee.sizeOrHash = UInt32(truncatingIfNeeded: scan.next - node)
    node.pointee.count = count
    if count > 1, node.pointee.kind == .object { findDuplicateKeys(node) }
  }

  @inline(__always)
  func push(
    _ scan: inout ParserCursor, _ kind: JSONKind, from start: UnsafePointer<UInt8>, length: Int, hash: UInt32 = 0,
    flags: JSONNode.Flags = []
  ) {
    if scan.next == tape.limit { scan.grow(tape) }
    scan.next.pointee = JSONNode(
      offset: UInt32(truncatingIfNeeded: start - base), length: UInt32(truncatingIfNeeded: length), sizeOrHash: hash,
      kind: kind, flags: flags)
    scan.next += 1
  }

  /// The error at an address. Its reason is `unexpectedEnd` at the end of the content, that of ``knownMistake(at:)``
  /// where a value, key, colon, comma or closing bracket was expected, and otherwise the given one.
  func fault(_ reason: JSONSyntaxError.Reason, at place: UnsafePointer<UInt8>) -> JSONSyntaxError {
    let offset = place - base
    guard offset < end else { return JSONSyntaxError(reason: .unexpectedEnd, offset: end) }
    switch reason {
    case .expectedValue, .expectedKey, .expectedColon, .expectedCommaOrEnd:
      return JSONSyntaxError(reason: knownMistake(at: offset) ?? reason, offset: offset)
    default: return JSONSyntaxError(reason: reason, offset: offset)
    }
  }

  /// The mistake that a byte outside of strings and numbers shows: UTF-16, or a conflict marker of git; nil if it shows
  /// neither.
  func knownMistake(at offset: Int) -> JSONSyntaxError.Reason? {
    let byte = base[offset]
    let next = offset + 1 < end ? base[offset + 1] : byte
    switch byte {
    // In UTF-16, each ASCII character has a zero byte, and the text can start with a byte order mark.
    case 0: return .utf16
    case 0xFE, 0xFF: return UInt16(byte) + UInt16(next) == 0xFE + 0xFF ? .utf16 : nil
    case UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "|"):
      let isAtStartOfLine = offset == 0 || base[offset - 1] == UInt8(ascii: "\n")
      let markerLength = 7
      guard isAtStartOfLine, offset + markerLength <= end else { return nil }
      return (offset..<(offset + markerLength)).allSatisfy { base[$0] == byte } ? .conflictMarker : nil
    default: return nil
    }
  }

  /// Moves the cursor to the next byte that is not white space, and returns that byte.
  @inline(__always)
  func skipWhiteSpace(_ scan: inout ParserCursor) -> UInt8 {
    var byte = scan.byte
    if byte > 0x20 { return byte }
    if byte == 0x20 {
      scan.at += 1
      byte = scan.byte
      if byte > 0x20 { return byte }
    }
    scan.at = endOfWhiteSpace(from: scan.at)
    return scan.byte
  }

  /// The offset of the first byte at or after an offset that is not white space.
  public func endOfWhiteSpace(from offset: Int) -> Int { endOfWhiteSpace(from: base + offset) - base }

  @inline(never)
  private func endOfWhiteSpace(from place: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var place = place
    while true {
      switch place.pointee {
      case 0x20:
        place += 1
        // Runs of spaces are long in indented text, so skip eight at a time.
        while SWAR.load(place) == 0x2020_2020_2020_2020 { place += 8 }
      case 0x0A, 0x0D, 0x09: place += 1
      default: return place
      }
    }
  }
}
