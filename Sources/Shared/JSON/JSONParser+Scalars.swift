extension JSONParser {
  /// Scans the string that opens at the cursor: escapes are checked, not decoded, and UTF-8 is validated.
  @inline(__always)
  mutating func parseString(isKey: Bool) throws(JSONSyntaxError) {
    let start = cursor + 1
    cursor = start
    var flags: JSONNode.Flags = []
    while true {
      let word = SWAR.load(base + cursor)
      let special =
        SWAR.equal(word, UInt8(ascii: "\"")) | SWAR.equal(word, UInt8(ascii: "\\")) | SWAR.less(word, than: 0x20)
        | (word & SWAR.tops)
      if special == 0 {
        cursor += 8
        continue
      }
      cursor += special.trailingZeroBitCount >> 3
      let byte = base[cursor]
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        flags.insert(.escaped)
        try skipEscape()
      } else if byte >= 0x80 {
        try skipMultibyteCharacter()
      } else {
        throw fault(.controlCharacter)
      }
    }
    let length = cursor - start
    cursor += 1
    var hash: UInt32 = 0
    if isKey {
      hash = flags.isEmpty ? keyHash(base + start, length) : hashOfEscaped(start, length)
    }
    push(.string, offset: start, length: length, nextOrHash: hash, flags: flags)
  }

  @inline(never)
  private func hashOfEscaped(_ start: Int, _ length: Int) -> UInt32 {
    var decoded = JSONEscapes.decode(UnsafeBufferPointer(start: base + start, count: length))
    let count = decoded.count
    decoded.append(contentsOf: repeatElement(0, count: 8))
    return decoded.withUnsafeBufferPointer { bytes in bytes.baseAddress.map { keyHash($0, count) } ?? 0 }
  }

  @inline(never)
  private mutating func skipEscape() throws(JSONSyntaxError) {
    switch base[cursor + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      cursor += 2
    case UInt8(ascii: "u"):
      let start = cursor
      let unit = try hexadecimalUnit(at: cursor + 2)
      cursor += 6
      guard unit & 0xF800 == 0xD800 else { return }
      guard unit < 0xDC00 else { throw JSONSyntaxError(reason: .loneSurrogate, offset: start) }
      if cursor >= end || (base[cursor] == UInt8(ascii: "\\") && cursor + 1 >= end) {
        throw JSONSyntaxError(reason: .unexpectedEnd, offset: end)
      }
      guard base[cursor] == UInt8(ascii: "\\"), base[cursor + 1] == UInt8(ascii: "u"),
        try hexadecimalUnit(at: cursor + 2) & 0xFC00 == 0xDC00
      else { throw JSONSyntaxError(reason: .loneSurrogate, offset: start) }
      cursor += 6
    default:
      if cursor + 1 >= end { cursor = end }
      throw fault(.invalidEscape)
    }
  }

  private func hexadecimalUnit(at offset: Int) throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for index in offset..<offset + 4 {
      guard index < end else { throw JSONSyntaxError(reason: .unexpectedEnd, offset: end) }
      guard let digit = Character(UnicodeScalar(base[index])).hexDigitValue, base[index] < 0x80 else {
        throw JSONSyntaxError(reason: .invalidEscape, offset: index)
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// Skips one character of two to four bytes: the table of well-formed sequences of the Unicode standard (3-7).
  @inline(never)
  private mutating func skipMultibyteCharacter() throws(JSONSyntaxError) {
    let first = base[cursor]
    let second: ClosedRange<UInt8>
    let length: Int
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw fault(.invalidUTF8)
    }
    for index in 1..<length {
      if cursor + index >= end { throw JSONSyntaxError(reason: .unexpectedEnd, offset: end) }
      let allowed = index == 1 ? second : 0x80...0xBF
      guard allowed.contains(base[cursor + index]) else { throw fault(.invalidUTF8) }
    }
    cursor += length
  }

  /// Scans the number at the cursor. A number that ends with the content is taken as complete: whether more digits may
  /// follow is for the caller to say, who knows whether the content can grow.
  @inline(__always)
  mutating func parseNumber() throws(JSONSyntaxError) {
    let start = cursor
    var flags: JSONNode.Flags = .integer
    if base[cursor] == UInt8(ascii: "-") {
      cursor += 1
      if options.contains(.pythonLiterals), base[cursor] == UInt8(ascii: "I") {
        try take("Infinity", as: .nonFinite)
        tape.nodes[tape.count - 1].offset -= 1
        tape.nodes[tape.count - 1].length += 1
        return
      }
    }
    if base[cursor] == UInt8(ascii: "0") {
      cursor += 1
      if isDigit(base[cursor]) { throw fault(.leadingZero) }
    } else {
      try skipDigits()
    }
    if base[cursor] == UInt8(ascii: ".") {
      flags = []
      cursor += 1
      try skipDigits()
    }
    if base[cursor] | 0x20 == UInt8(ascii: "e") {
      flags = []
      cursor += 1
      if base[cursor] == UInt8(ascii: "+") || base[cursor] == UInt8(ascii: "-") { cursor += 1 }
      try skipDigits()
    }
    push(.number, offset: start, length: cursor - start, nextOrHash: 0, flags: flags)
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  @inline(__always)
  private mutating func skipDigits() throws(JSONSyntaxError) {
    guard isDigit(base[cursor]) else { throw fault(.invalidNumber) }
    repeat { cursor += 1 } while isDigit(base[cursor])
  }
}
