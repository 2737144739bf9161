import JSON
import ModelSpec
import Platform

/// Parses the JSON object of a safetensors header member by member, in little memory.
///
/// The file is read in pieces through a small window. A member that is cut by the end of the window is parsed again
/// when more is read.
final class SafetensorsHeaderScanner {
  /// The state of the scan.
  private enum ScanState {
    case start, member, metadata, separator, end
  }

  private let file: any WeightFile
  /// Where the header ends, in bytes from the start of the file.
  private let end: Int
  /// The piece of the file that was read last, and how much of it is copied into the window.
  private var piece: [UInt8]
  private var taken: Int
  /// Where the next piece starts, in bytes from the start of the file.
  private var nextPiece: Int
  private var window = [UInt8](repeating: 0, count: SafetensorsHeaderScanner.windowSize + JSONParser.padding)
  /// How many bytes of the header are in the window.
  private var filled = 0
  private var state = ScanState.start
  private var metadata = JSONValueBoundaryScanner()

  /// How much of the header is parsed at a time, in bytes. The description of one tensor has to fit.
  private static let windowSize = 1 << 16
  /// How much of a long header is requested at a time, in bytes.
  private static let pieceSize = 4 << 20

  /// Prepares to scan a header.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - first: its first bytes, the header's length included.
  ///   - end: where the header ends, in bytes from the start of the file.
  init(_ file: any WeightFile, first: [UInt8], end: Int) {
    self.file = file
    self.end = end
    piece = first.count > end ? Array(first[..<end]) : first
    taken = min(8, first.count)
    nextPiece = piece.count
  }

  /// Visits the members in order, without `__metadata__`.
  ///
  /// - Throws: ``Failure`` when the header cannot be read or is not a JSON object; what `visit` throws.
  func forEachMember(_ visit: (_ name: String, _ value: JSONElement) throws(Failure) -> Void) throws(Failure) {
    var offset = 0
    while try fill(from: offset) {
      offset = try takeMembers(visit)
      guard offset > 0 || filled < SafetensorsHeaderScanner.windowSize else {
        throw SafetensorsHeader.invalid(
          file.name, "the description of a tensor is longer than \(SafetensorsHeaderScanner.windowSize) bytes")
      }
    }
    guard state == .end else { throw SafetensorsHeader.invalid(file.name, "its header ends inside the JSON object") }
  }

  /// Removes the parsed members from the window and refills it.
  ///
  /// - Returns: whether there is more to parse than before.
  private func fill(from offset: Int) throws(Failure) -> Bool {
    let rest = filled - offset
    window.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      memmove(start, start + offset, rest)
    }
    if taken == piece.count, nextPiece < end {
      piece = try file.read(nextPiece..<min(end, nextPiece + SafetensorsHeaderScanner.pieceSize), isEnough: nil).bytes
      guard !piece.isEmpty else { throw SafetensorsHeader.invalid(file.name, "the file ends inside its header") }
      nextPiece += piece.count
      taken = 0
    }
    let added = min(piece.count - taken, SafetensorsHeaderScanner.windowSize - rest)
    window.replaceSubrange(rest..<(rest + added), with: piece[taken..<(taken + added)])
    taken += added
    filled = rest + added
    for index in filled..<(filled + JSONParser.padding) { window[index] = 0 }
    return added > 0
  }

  /// Visits the complete members in the window.
  ///
  /// - Returns: how many bytes of the window were parsed.
  private func takeMembers(_ visit: (String, JSONElement) throws(Failure) -> Void) throws(Failure) -> Int {
    try window.withUnsafeBufferPointer { (bytes) throws(Failure) -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      var walker = JSONWalker(base, end: filled)
      while true {
        _ = walker.peek()
        let mark = walker.offset
        let member: (name: String, value: JSONElement)?
        do throws(JSONSyntaxError) { member = try step(&walker, bytes) } catch {
          if error.reason == .unexpectedEnd { return state == .metadata ? walker.offset : mark }
          throw SafetensorsHeader.invalid(file.name, "its header is not a JSON object: \(error.message)")
        }
        if let member { try visit(member.name, member.value) }
      }
    }
  }

  /// Parses the next part of the object.
  ///
  /// - Returns: a member, valid until the next step; nil when the part is not a member.
  /// - Throws: ``JSONSyntaxError``, with the reason `unexpectedEnd` where the window ends.
  private func step(
    _ walker: inout JSONWalker, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONSyntaxError) -> (name: String, value: JSONElement)? {
    switch state {
    case .start:
      try walker.take(UInt8(ascii: "{"), otherwise: .expectedValue)
      state = .member
      if walker.peek() == UInt8(ascii: "}") {
        walker.offset += 1
        state = .end
      }
    case .member: return try takeMember(&walker)
    case .metadata:
      guard let end = metadata.find(in: bytes[walker.offset..<filled]) else {
        walker.offset = filled
        throw JSONSyntaxError(reason: .unexpectedEnd, offset: filled)
      }
      walker.offset = end
      state = .separator
    case .separator:
      let isLast = walker.peek() == UInt8(ascii: "}")
      try walker.take(isLast ? UInt8(ascii: "}") : UInt8(ascii: ","), otherwise: .expectedCommaOrEnd)
      state = isLast ? .end : .member
    case .end:
      throw JSONSyntaxError(reason: walker.isAtEnd ? .unexpectedEnd : .textAfterValue, offset: walker.offset)
    }
    return nil
  }

  private func takeMember(
    _ walker: inout JSONWalker
  ) throws(JSONSyntaxError) -> (name: String, value: JSONElement)? {
    let start = walker.offset
    guard let name = try walker.nextValue(depth: 1).string else {
      throw JSONSyntaxError(reason: .expectedKey, offset: start)
    }
    try walker.take(UInt8(ascii: ":"), otherwise: .expectedColon)
    if name == "__metadata__" {
      state = .metadata
      metadata = JSONValueBoundaryScanner()
      return nil
    }
    let value = try walker.nextValue(depth: 1)
    state = .separator
    return (name, value)
  }
}

/// Finds the end of a JSON value in pieces, without parsing it.
struct JSONValueBoundaryScanner {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// The index after the value's last byte; nil when the value continues.
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
