/// Decides whether a text is JSON (RFC 8259, nested at most 512 levels), byte by byte and as simply as possible: what
/// the parser is compared with.
struct JSONJudge {
  private let bytes: [UInt8]
  private var position = 0
  /// Whether an object has a key twice.
  private(set) var hasDuplicateKeys = false

  private struct NotJSON: Error {}
  private static let maximumDepth = 512

  /// Whether a text is one JSON value, with white space around it and a byte order mark before it allowed.
  static func judge(_ bytes: [UInt8]) -> (isJSON: Bool, hasDuplicateKeys: Bool) {
    var judge = JSONJudge(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { judge.position = 3 }
    let isJSON = (try? judge.value(depth: 0)) != nil && judge.next() == nil
    return (isJSON, judge.hasDuplicateKeys)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Skips white space; returns the next byte without taking it.
  private mutating func next() -> UInt8? {
    while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    return byte
  }

  private mutating func take(_ expected: UInt8) throws {
    guard byte == expected else { throw NotJSON() }
    position += 1
  }

  private mutating func value(depth: Int) throws {
    switch next() {
    case UInt8(ascii: "{"): try object(depth: depth + 1)
    case UInt8(ascii: "["): try array(depth: depth + 1)
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    default: try number()
    }
  }

  private mutating func literal(_ text: StaticString) throws {
    for byte in text.description.utf8 { try take(byte) }
  }

  private mutating func object(depth: Int) throws {
    guard depth <= JSONJudge.maximumDepth else { throw NotJSON() }
    position += 1
    var keys: Set<[UInt16]> = []
    if next() == UInt8(ascii: "}") { return position += 1 }
    while true {
      _ = next()
      if !keys.insert(try string()).inserted { hasDuplicateKeys = true }
      _ = next()
      try take(UInt8(ascii: ":"))
      try value(depth: depth)
      guard next() == UInt8(ascii: ",") else { return try take(UInt8(ascii: "}")) }
      position += 1
    }
  }

  private mutating func array(depth: Int) throws {
    guard depth <= JSONJudge.maximumDepth else { throw NotJSON() }
    position += 1
    if next() == UInt8(ascii: "]") { return position += 1 }
    while true {
      try value(depth: depth)
      guard next() == UInt8(ascii: ",") else { return try take(UInt8(ascii: "]")) }
      position += 1
    }
  }

  private mutating func digits() throws {
    guard let byte, (0x30...0x39).contains(byte) else { throw NotJSON() }
    while let byte = self.byte, (0x30...0x39).contains(byte) { position += 1 }
  }

  private mutating func number() throws {
    if byte == UInt8(ascii: "-") { position += 1 }
    if byte == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if byte == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { return }
    position += 1
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
    try digits()
  }

  /// Takes a string; gives its UTF-16.
  private mutating func string() throws -> [UInt16] {
    try take(UInt8(ascii: "\""))
    var units: [UInt16] = []
    while let byte, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw NotJSON() }
      if byte == UInt8(ascii: "\\") { try units.append(escape()) } else { try units.append(contentsOf: character()) }
    }
    try take(UInt8(ascii: "\""))
    // A lone surrogate is no character.
    guard String(validating: units, as: UTF16.self) != nil else { throw NotJSON() }
    return units
  }

  private mutating func character() throws -> String.UTF16View {
    let length = [0xF0, 0xE0, 0xC0].firstIndex { bytes[position] >= $0 }.map { 4 - $0 } ?? 1
    guard position + length <= bytes.count,
      let text = String(validating: bytes[position..<(position + length)], as: UTF8.self)
    else { throw NotJSON() }
    position += length
    return text.utf16
  }

  private mutating func escape() throws -> UInt16 {
    position += 1
    guard let letter = byte else { throw NotJSON() }
    position += 1
    if letter == UInt8(ascii: "u") {
      guard position + 4 <= bytes.count else { throw NotJSON() }
      let text = String(decoding: bytes[position..<(position + 4)], as: UTF8.self)
      // Int(_:radix:) also takes a sign.
      guard text.utf8.allSatisfy({ UInt8(ascii: "0") <= $0 }), let unit = UInt16(text, radix: 16) else {
        throw NotJSON()
      }
      position += 4
      return unit
    }
    let letters = Array(#""\/bfnrt"#.utf8)
    let meanings: [UInt16] = [0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09]
    guard let index = letters.firstIndex(of: letter) else { throw NotJSON() }
    return meanings[index]
  }
}
