import Platform

/// Writes JSON into a ``ByteBuffer``: on one line and without white space, unless a function says otherwise.
///
/// Commas are added. Only the last byte of the buffer decides whether one is needed: not after an opening bracket, a
/// colon or a line feed.
extension ByteBuffer {
  /// Appends a comma if one is needed before the next value or key.
  @inline(__always)
  func separate() {
    if isCommaDue { append(UInt8(ascii: ",")) }
  }

  @inline(__always)
  private var isCommaDue: Bool {
    guard let last else { return false }
    switch last {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): return false
    default: return true
    }
  }

  /// Opens an object.
  public func beginObject() {
    separate()
    append(UInt8(ascii: "{"))
  }

  /// Closes an object.
  public func endObject() { append(UInt8(ascii: "}")) }

  /// Opens an array.
  public func beginArray() {
    separate()
    append(UInt8(ascii: "["))
  }

  /// Closes an array.
  public func endArray() { append(UInt8(ascii: "]")) }

  /// Ends a line of NDJSON (one JSON value per line).
  public func endLine() { append(UInt8(ascii: "\n")) }

  /// Writes a member's key, which must need no escapes.
  public func key(_ key: StaticString) {
    let length = key.utf8CodeUnitCount
    // The comma is written in any case; if none is needed, the quote replaces it.
    let comma = isCommaDue ? 1 : 0
    let target = room(for: length + 4)
    target[0] = UInt8(ascii: ",")
    let place = target + comma
    place[0] = UInt8(ascii: "\"")
    (place + 1).update(from: key.utf8Start, count: length)
    place[length + 1] = UInt8(ascii: "\"")
    place[length + 2] = UInt8(ascii: ":")
    advance(by: comma + length + 3)
  }

  /// Writes a member's key.
  public func key(_ key: String) {
    string(key)
    append(UInt8(ascii: ":"))
  }

  /// Writes a string value, escaping what JSON requires to be escaped.
  public func string(_ value: String) {
    separate()
    append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { appendEscaped($0) }
    append(UInt8(ascii: "\""))
  }

  /// Writes a string value whose content is already escaped, such as ``JSONElement/content``.
  @inline(__always)
  public func string(jsonContent content: UnsafeBufferPointer<UInt8>) {
    separate()
    append(quoted: content)
  }

  /// Writes a string value that needs no escapes.
  @inline(__always)
  public func string(_ value: StaticString) {
    separate()
    append(quoted: UnsafeBufferPointer(value))
  }

  /// Writes an integer value.
  @inline(__always)
  public func integer(_ value: Int) {
    separate()
    append(decimal: value)
  }

  /// Writes `true` or `false`.
  public func bool(_ value: Bool) {
    separate()
    append(value ? "true" : "false")
  }

  /// Writes `null`.
  public func null() {
    separate()
    append("null")
  }

  /// Writes a finite double with as many digits as it needs to be read back equal; others as `null`.
  public func number(_ value: Double) {
    guard value.isFinite else { return null() }
    separate()
    if let integer = Int(exactly: value), integer.magnitude < 1 << 53 {
      append(decimal: integer)
    } else {
      append(text: value.description)
    }
  }

  /// Writes a count in billions, exactly: 70553706496 becomes 70.553706496.
  public func billions(_ count: Int) {
    separate()
    if count < 0 { append(UInt8(ascii: "-")) }
    append(decimal: Int(count.magnitude / 1_000_000_000))
    var fraction = count.magnitude % 1_000_000_000
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    var digits = 9
    while fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    append(decimal: fraction, digits: digits)
  }

  /// Writes JSON text unchanged. In NDJSON, it must be on one line.
  public func raw(_ json: String) {
    separate()
    append(text: json)
  }

  /// Writes a parsed value on one line, without white space between scalars. Scalars are written unchanged, except that
  /// `NaN`, `Infinity` and `-Infinity` become strings.
  public func element(_ element: JSONElement) {
    separate()
    switch element.kind {
    case .object:
      append(UInt8(ascii: "{"))
      members(element.members)
      append(UInt8(ascii: "}"))
    case .array:
      append(UInt8(ascii: "["))
      for value in element.elements { self.element(value) }
      append(UInt8(ascii: "]"))
    case .nonFinite: append(quoted: element.source)
    default:
      append(element.source)
    }
  }

  /// Writes a parsed value unchanged if it is on one line, else as ``element(_:)`` does.
  public func untouched(_ element: JSONElement) {
    let source = element.source
    guard let start = source.baseAddress, memchr(start, Int32(UInt8(ascii: "\n")), source.count) == nil else {
      return self.element(element)
    }
    separate()
    append(source)
  }

  /// Writes a parsed value over several lines, indented by two spaces per level, as the option `--pretty` prints it.
  /// `indentation` is the level of the value. No comma is added before it.
  public func pretty(_ element: JSONElement, indentation: Int = 0) {
    switch element.kind {
    case .object where element.count > 0:
      append(UInt8(ascii: "{"))
      for (key, value) in element.members {
        if last != UInt8(ascii: "{") { append(UInt8(ascii: ",")) }
        newLine(indentation + 1)
        append(key.source)
        append(": ")
        pretty(value, indentation: indentation + 1)
      }
      newLine(indentation)
      append(UInt8(ascii: "}"))
    case .array where element.count > 0:
      append(UInt8(ascii: "["))
      for value in element.elements {
        if last != UInt8(ascii: "[") { append(UInt8(ascii: ",")) }
        newLine(indentation + 1)
        pretty(value, indentation: indentation + 1)
      }
      newLine(indentation)
      append(UInt8(ascii: "]"))
    case .object: append("{}")
    case .array: append("[]")
    case .nonFinite: append(quoted: element.source)
    default: append(element.source)
    }
  }

  /// Replaces the lines after an offset in bytes, each of which must be JSON, by the same values over several lines.
  public func prettify(from start: Int) {
    let lines = UnsafeBufferPointer(rebasing: bytes[start...]).split(separator: UInt8(ascii: "\n"))
    let documents = lines.compactMap { try? JSONDocument(Array($0)) }
    truncate(to: start)
    for document in documents {
      document.withRoot { pretty($0) }
      endLine()
    }
  }

  private func newLine(_ indentation: Int) {
    append(UInt8(ascii: "\n"))
    for _ in 0..<indentation { append("  ") }
  }

  /// Appends quotes with a text between them, which must need no escapes.
  @inline(__always)
  private func append(quoted text: UnsafeBufferPointer<UInt8>) {
    append(upTo: text.count + 2) { target in
      target[0] = UInt8(ascii: "\"")
      if let start = text.baseAddress { (target + 1).update(from: start, count: text.count) }
      target[text.count + 1] = UInt8(ascii: "\"")
      return text.count + 2
    }
  }

  private func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var plainStart = 0
    for index in text.indices where JSONEscapes.mustBeEscaped(text[index]) {
      append(UnsafeBufferPointer(rebasing: text[plainStart..<index]))
      appendEscape(of: text[index])
      plainStart = index + 1
    }
    append(UnsafeBufferPointer(rebasing: text[plainStart...]))
  }

  private func appendEscape(of byte: UInt8) {
    let hexadecimal: StaticString = "0123456789abcdef"
    append(UInt8(ascii: "\\"))
    if let escape = JSONEscapes.shortEscape(byte) { return append(escape) }
    append("u00")
    append(hexadecimal.utf8Start[Int(byte >> 4)])
    append(hexadecimal.utf8Start[Int(byte & 15)])
  }
}
