import JSON
import ModelSpec
import Platform

/// Parses the JSON object of a safetensors header member by member, in bounded memory.
///
/// The header is parsed in a window of 65,536 bytes, which is filled from larger pieces of the file. A member that
/// continues after the end of the window is parsed again after the window is refilled.
final class SafetensorsHeaderScanner {
  /// What the scan expects next.
  private enum Expectation {
    /// The brace that opens the object.
    case openingBrace
    /// A member: a name, a colon and a value.
    case member
    /// The rest of the value of `__metadata__`, which is skipped.
    case restOfMetadata
    /// A comma, or the brace that closes the object.
    case commaOrBrace
    /// White space up to the end of the header.
    case endOfHeader
  }

  private let file: any WeightFile
  /// The offset of the end of the header in the file.
  private let end: Int
  /// The piece of the file that was read last.
  private var piece: [UInt8]
  /// How many bytes of the piece have been copied into the window.
  private var copied: Int
  /// The offset of the next piece in the file.
  private var nextPiece: Int
  private var window = [UInt8](repeating: 0, count: SafetensorsHeaderScanner.windowSize + JSONParser.padding)
  /// How many bytes of the header are in the window.
  private var filled = 0
  private var expected = Expectation.openingBrace
  /// Finds the end of the value of `__metadata__`.
  private var metadata = JSONValueBoundaryScanner()

  /// The size of the window in bytes. It is also the maximum size of the description of one tensor.
  private static let windowSize = 1 << 16
  /// The maximum size in bytes of the pieces after the first.
  private static let pieceSize = 4 << 20

  /// - Parameters:
  ///   - first: the first bytes of the file, at least eight: the length of the header, and the start of the header.
  ///   - end: the offset of the end of the header in the file.
  init(_ file: any WeightFile, first: [UInt8], end: Int) {
    self.file = file
    self.end = end
    piece = first.count > end ? Array(first[..<end]) : first
    copied = min(8, first.count)
    nextPiece = piece.count
  }

  /// Calls `visit` for each member except `__metadata__`, in order.
  ///
  /// - Throws: ``Failure`` when the header cannot be read or is not a JSON object, or when `visit` throws.
  func forEachMember(_ visit: (_ name: String, _ value: JSONElement) throws(Failure) -> Void) throws(Failure) {
    var offset = 0
    while try fill(from: offset) {
      offset = try parseMembers(visit)
      guard offset > 0 || filled < SafetensorsHeaderScanner.windowSize else {
        throw SafetensorsHeader.invalid(
          file.name, "the description of a tensor is longer than \(SafetensorsHeaderScanner.windowSize) bytes")
      }
    }
    guard expected == .endOfHeader else {
      throw SafetensorsHeader.invalid(file.name, "its header ends inside the JSON object")
    }
  }

  /// Removes the parsed bytes from the window and refills it.
  ///
  /// - Parameter offset: how many bytes of the window were parsed.
  /// - Returns: whether bytes were added.
  private func fill(from offset: Int) throws(Failure) -> Bool {
    let rest = filled - offset
    window.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      memmove(start, start + offset, rest)
    }
    if copied == piece.count, nextPiece < end {
      piece = try file.read(nextPiece..<min(end, nextPiece + SafetensorsHeaderScanner.pieceSize), isEnough: nil).bytes
      guard !piece.isEmpty else { throw SafetensorsHeader.invalid(file.name, "the file ends inside its header") }
      nextPiece += piece.count
      copied = 0
    }
    let added = min(piece.count - copied, SafetensorsHeaderScanner.windowSize - rest)
    window.replaceSubrange(rest..<(rest + added), with: piece[copied..<(copied + added)])
    copied += added
    filled = rest + added
    for index in filled..<(filled + JSONParser.padding) { window[index] = 0 }
    return added > 0
  }

  /// Parses the complete members in the window, and calls `visit` for each.
  ///
  /// - Returns: how many bytes of the window were parsed.
  private func parseMembers(_ visit: (String, JSONElement) throws(Failure) -> Void) throws(Failure) -> Int {
    try window.withUnsafeBufferPointer { (bytes) throws(Failure) -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      var walker = JSONWalker(base, end: filled)
      while true {
        _ = walker.peek()
        let stepStart = walker.offset
        let member: (name: String, value: JSONElement)?
        do throws(JSONSyntaxError) { member = try step(&walker, bytes) } catch {
          // An incomplete member is parsed again, but not the part of `__metadata__` that was skipped.
          if error.reason == .unexpectedEnd { return expected == .restOfMetadata ? walker.offset : stepStart }
          throw SafetensorsHeader.invalid(file.name, "its header is not a JSON object: \(error.message)")
        }
        if let member { try visit(member.name, member.value) }
      }
    }
  }

  /// Parses the next part of the object.
  ///
  /// - Returns: a member, which is valid until the next step; nil if the part is not a member.
  /// - Throws: ``JSONSyntaxError``, with the reason `unexpectedEnd` at the end of the window.
  private func step(
    _ walker: inout JSONWalker, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONSyntaxError) -> (name: String, value: JSONElement)? {
    switch expected {
    case .openingBrace:
      try walker.take(UInt8(ascii: "{"), otherwise: .expectedValue)
      expected = .member
      if walker.peek() == UInt8(ascii: "}") {
        walker.offset += 1
        expected = .endOfHeader
      }
    case .member: return try parseMember(&walker)
    case .restOfMetadata:
      guard let end = metadata.find(in: bytes[walker.offset..<filled]) else {
        walker.offset = filled
        throw JSONSyntaxError(reason: .unexpectedEnd, offset: filled)
      }
      walker.offset = end
      expected = .commaOrBrace
    case .commaOrBrace:
      let isLast = walker.peek() == UInt8(ascii: "}")
      try walker.take(isLast ? UInt8(ascii: "}") : UInt8(ascii: ","), otherwise: .expectedCommaOrEnd)
      expected = isLast ? .endOfHeader : .member
    case .endOfHeader:
      throw JSONSyntaxError(reason: walker.isAtEnd ? .unexpectedEnd : .textAfterValue, offset: walker.offset)
    }
    return nil
  }

  private func parseMember(
    _ walker: inout JSONWalker
  ) throws(JSONSyntaxError) -> (name: String, value: JSONElement)? {
    let start = walker.offset
    guard let name = try walker.nextValue(depth: 1).string else {
      throw JSONSyntaxError(reason: .expectedKey, offset: start)
    }
    try walker.take(UInt8(ascii: ":"), otherwise: .expectedColon)
    if name == "__metadata__" {
      expected = .restOfMetadata
      metadata = JSONValueBoundaryScanner()
      return nil
    }
    let value = try walker.nextValue(depth: 1)
    expected = .commaOrBrace
    return (name, value)
  }
}

/// Finds the end of a JSON value that arrives in pieces, without parsing it.
struct JSONValueBoundaryScanner {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// The index after the last byte of the value; nil if the value continues in the next piece.
  mutating func find(in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    for index in bytes.indices {
      let byte = bytes[index]
      if isInString {
        isInString = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        if !isInString, depth == 0 { return index + 1 }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
        if depth == 0 { return index + 1 }
      case UInt8(ascii: ",") where depth == 0: return index
      default: continue
      }
    }
    return nil
  }
}
