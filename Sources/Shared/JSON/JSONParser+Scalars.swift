import CByteVectors
import Platform

extension JSONParser {
  /// Scans the string that opens at the cursor, and appends its node. Escapes are checked, not decoded, and UTF-8 is
  /// validated.
  @inline(__always)
  func parseString(_ scan: inout ParserCursor, isKey: Bool) throws(JSONSyntaxError) {
    let start = scan.at + 1
    let end = endOfPlainRun(at: start)
    if end.pointee == UInt8(ascii: "\"") {
      let length = end - start
      push(&scan, .string, from: start, length: length, hash: isKey ? keyHash(start, length) : 0)
      scan.at = end + 1
    } else {
      let unusual = try endOfUnusualString(at: end)
      let length = unusual.end - start
      var hash: UInt32 = 0
      if isKey { hash = unusual.flags.isEmpty ? keyHash(start, length) : hashOfEscaped(start, length) }
      push(&scan, .string, from: start, length: length, hash: hash, flags: unusual.flags)
      scan.at = unusual.end + 1
    }
  }

  /// The address of the first byte that is not a plain character of a string: ASCII except quotes, backslashes and
  /// control characters.
  @inline(__always)
  private func endOfPlainRun(at place: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var at = place
    while true {
      let ends = json_ends_of_plain_run(at)
      if ends != 0 { return at + ends.trailingZeroBitCount }
      at += 32
    }
  }

  /// The address of the closing quote of a string with escapes or characters beyond ASCII, and the string's flags.
  ///
  /// - Parameter place: the address of the first of these.
  @inline(never)
  private func endOfUnusualString(
    at place: UnsafePointer<UInt8>
  ) throws(JSONSyntaxError) -> (end: UnsafePointer<UInt8>, flags: JSONNode.Flags) {
    var at = place
    var flags: JSONNode.Flags = []
    while at.pointee != UInt8(ascii: "\"") {
      if at.pointee == UInt8(ascii: "\\") { flags.insert(.escaped) }
      at = endOfPlainRun(at: try endOfUnusualCharacter(at: at))
    }
    return (at, flags)
  }

  @inline(never)
  private func hashOfEscaped(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    var decoded = JSONEscapes.decode(UnsafeBufferPointer(start: start, count: length))
    let count = decoded.count
    // `keyHash` reads at least eight bytes.
    decoded.append(contentsOf: repeatElement(0, count: 8))
    return decoded.withUnsafeBufferPointer { bytes in bytes.baseAddress.map { keyHash($0, count) } ?? 0 }
  }

  /// The address after an escape sequence or a character of several bytes.
  private func endOfUnusualCharacter(at place: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> UnsafePointer<UInt8> {
    switch place.pointee {
    case UInt8(ascii: "\\"): try endOfEscape(at: place)
    case 0x80...: try endOfMultibyteCharacter(at: place)
    default: throw fault(.controlCharacter, at: place)
    }
  }

  private func endOfEscape(at place: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> UnsafePointer<UInt8> {
    switch place[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return place + 2
    case UInt8(ascii: "u"):
      let unit = try hexadecimalUnit(at: place + 2)
      guard unit & 0xF800 == 0xD800 else { return place + 6 }
      try requireLowSurrogate(after: unit, at: place)
      return place + 12
    default:
      throw fault(.invalidEscape, at: place + 1 >= base + end ? base + end : place)
    }
  }

  /// Checks that a surrogate is the first half of a pair, and that the escape of the second half follows.
  private func requireLowSurrogate(after unit: UInt16, at place: UnsafePointer<UInt8>) throws(JSONSyntaxError) {
    let second = place + 6
    guard unit < 0xDC00 else { throw fault(.loneSurrogate, at: place) }
    // At the end of the content, `fault` reports an unexpected end.
    if second.pointee == 0 || (second.pointee == UInt8(ascii: "\\") && second[1] == 0) {
      throw fault(.loneSurrogate, at: second.pointee == 0 ? second : second + 1)
    }
    guard second.pointee == UInt8(ascii: "\\"), second[1] == UInt8(ascii: "u"),
      try hexadecimalUnit(at: second + 2) & 0xFC00 == 0xDC00
    else { throw fault(.loneSurrogate, at: place) }
  }

  private func hexadecimalUnit(at place: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for index in 0..<4 {
      let byte = place[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
      // The zero byte after the content is not a digit, so no byte after it is read.
      default: throw fault(.invalidEscape, at: place + index)
      }
    }
    return unit
  }

  /// The address after a character of two to four bytes. Source of the ranges: the Unicode standard's table 3-7,
  /// well-formed UTF-8 byte sequences.
  private func endOfMultibyteCharacter(at place: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> UnsafePointer<UInt8> {
    let second: ClosedRange<UInt8>
    let length: Int
    switch place.pointee {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw fault(.invalidUTF8, at: place)
    }
    for index in 1..<length {
      let allowed = index == 1 ? second : 0x80...0xBF
      guard allowed.contains(place[index]) else {
        throw fault(.invalidUTF8, at: place[index] == 0 ? place + index : place)
      }
    }
    return place + length
  }

  /// Scans the number at the cursor, and appends its node. A number at the end of the content counts as complete; the
  /// caller knows whether more text may follow.
  @inline(__always)
  func parseNumber(_ scan: inout ParserCursor) throws(JSONSyntaxError) {
    let start = scan.at
    // Nearly all numbers are plain integers.
    if start.pointee &- UInt8(ascii: "1") < 9 {
      repeat { scan.at += 1 } while isDigit(scan.byte)
      if scan.byte != UInt8(ascii: "."), scan.byte | 0x20 != UInt8(ascii: "e") {
        return push(&scan, .number, from: start, length: scan.at - start, flags: .integer)
      }
    }
    let number = try scanNumber(at: start)
    scan.at = number.end
    push(&scan, number.kind, from: start, length: number.end - start, flags: number.flags)
  }

  /// The address after a number, its kind and its flags. The cursor is not passed, so that it can stay in a register.
  private func scanNumber(
    at start: UnsafePointer<UInt8>
  ) throws(JSONSyntaxError) -> (end: UnsafePointer<UInt8>, kind: JSONKind, flags: JSONNode.Flags) {
    var at = start
    var flags: JSONNode.Flags = .integer
    if at.pointee == UInt8(ascii: "-") {
      at += 1
      if at.pointee == UInt8(ascii: "I"), options.contains(.pythonLiterals) {
        return (try endOfLiteral("Infinity", at: at), .nonFinite, [])
      }
    }
    if at.pointee == UInt8(ascii: "0") {
      at += 1
      if isDigit(at.pointee) { throw fault(.leadingZero, at: at) }
    } else {
      at = try endOfDigits(at: at)
    }
    if at.pointee == UInt8(ascii: ".") {
      flags = []
      at = try endOfDigits(at: at + 1)
    }
    if at.pointee | 0x20 == UInt8(ascii: "e") {
      flags = []
      at += 1
      if at.pointee == UInt8(ascii: "+") || at.pointee == UInt8(ascii: "-") { at += 1 }
      at = try endOfDigits(at: at)
    }
    return (at, .number, flags)
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  @inline(__always)
  private func endOfDigits(at place: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> UnsafePointer<UInt8> {
    guard isDigit(place.pointee) else { throw fault(.invalidNumber, at: place) }
    var at = place
    repeat { at += 1 } while isDigit(at.pointee)
    return at
  }

  /// Parses a literal at the cursor, and appends its node.
  @inline(__always)
  func parseLiteral(_ scan: inout ParserCursor) throws(JSONSyntaxError) {
    let word = SWAR.loadHalf(scan.at)
    if word == SWAR.loadHalf("true") { return pushLiteral(&scan, .true, length: 4) }
    if word == SWAR.loadHalf("null") { return pushLiteral(&scan, .null, length: 4) }
    if word == SWAR.loadHalf("fals"), scan.at[4] == UInt8(ascii: "e") {
      return pushLiteral(&scan, .false, length: 5)
    }
    let end = try endOfNonFinite(at: scan.at)
    pushLiteral(&scan, .nonFinite, length: end - scan.at)
  }

  @inline(__always)
  private func pushLiteral(_ scan: inout ParserCursor, _ kind: JSONKind, length: Int) {
    push(&scan, kind, from: scan.at, length: length)
    scan.at += length
  }

  /// The address after `NaN` or `Infinity`. The cursor is not passed, so that it can stay in a register.
  ///
  /// - Throws: ``JSONSyntaxError``; also for `true`, `false` and `null` with a mistake.
  @inline(never)
  private func endOfNonFinite(at start: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> UnsafePointer<UInt8> {
    switch start.pointee {
    case UInt8(ascii: "t"): try endOfLiteral("true", at: start)
    case UInt8(ascii: "f"): try endOfLiteral("false", at: start)
    case UInt8(ascii: "n"): try endOfLiteral("null", at: start)
    case UInt8(ascii: "N") where options.contains(.pythonLiterals): try endOfLiteral("NaN", at: start)
    case UInt8(ascii: "I") where options.contains(.pythonLiterals): try endOfLiteral("Infinity", at: start)
    default: throw fault(.expectedValue, at: start)
    }
  }

  /// The address after a literal. If the content ends within it, ``fault(_:at:)`` reports an unexpected end.
  @inline(never)
  private func endOfLiteral(
    _ literal: StaticString, at place: UnsafePointer<UInt8>
  ) throws(JSONSyntaxError) -> UnsafePointer<UInt8> {
    let length = literal.utf8CodeUnitCount
    let text = literal.utf8Start
    var matched = 0
    while matched < length, place[matched] == text[matched] { matched += 1 }
    guard matched < length else { return place + length }
    throw fault(.invalidLiteral, at: place + matched)
  }
}
