import Files
import JSON

/// The formatting of a database, for new text.
struct EntryStyle: Equatable {
  /// `\n` or `\r\n`.
  var lineEnd = "\n"
  /// The white space before the first line of an entry.
  var entryIndentation = "    "
  /// The white space before the closing bracket of the array.
  var arrayIndentation = "  "
  /// The indentation of one level.
  var indentationUnit = "  "
  /// Whether an entry has several lines.
  var isMultiline = true
  /// The text between a key and its value.
  var colon = ": "
  /// The white space after a comma within a line.
  var commaGap = " "

  /// The formatting of a new database.
  static let standard = EntryStyle()

  /// Reads the formatting of a database's first entries.
  init(of layout: DatabaseLayout) {
    let text = layout.file.bytes
    if let lineFeed = text.firstIndex(of: UInt8(ascii: "\n")), lineFeed > 0, text[lineFeed - 1] == UInt8(ascii: "\r") {
      lineEnd = "\r\n"
    }
    readArrayIndentation(of: layout)
    let sample = layout.entries.prefix(32).map { UnsafeBufferPointer(rebasing: text[$0.range]) }
    guard
      let typical = sample.first(where: { $0.contains(UInt8(ascii: "\n")) }) ?? sample.max(by: { $0.count < $1.count })
    else { return }
    isMultiline = typical.contains(UInt8(ascii: "\n"))
    if let document = try? JSONDocument(Array(typical)) { readSeparators(of: document) }
    if let start = layout.entries.first?.range.lowerBound,
      let indentation = EntryStyle.indentation(UnsafeBufferPointer(rebasing: text[layout.arrayStart..<start]))
    {
      entryIndentation = indentation
    }
    guard isMultiline, let member = EntryStyle.firstInnerIndentation(typical) else { return }
    if member.hasPrefix(entryIndentation), member != entryIndentation {
      indentationUnit = String(member.dropFirst(entryIndentation.count))
    }
  }

  private init() {}

  /// The white space after the last line end of a separator of white space and commas; nil without a line end.
  static func indentation(_ separator: UnsafeBufferPointer<UInt8>) -> String? {
    guard let lineFeed = separator.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    let tail = separator[(lineFeed + 1)...]
    return String(decoding: tail.prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  private static func firstInnerIndentation(_ entry: UnsafeBufferPointer<UInt8>) -> String? {
    guard let lineFeed = entry.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    return String(decoding: entry[(lineFeed + 1)...].prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  /// Reads the indentation before the closing bracket, which an empty array has too.
  private mutating func readArrayIndentation(of layout: DatabaseLayout) {
    let line = UnsafeBufferPointer(rebasing: layout.file.bytes[..<layout.arrayStart])
    guard let indentation = EntryStyle.indentation(line) else { return }
    arrayIndentation = indentation
    if !indentation.isEmpty { indentationUnit = indentation }
    entryIndentation = indentation + indentationUnit
  }

  /// The formatting of one entry, which may differ from the rest of its database.
  func adapted(to entry: JSONDocument) -> EntryStyle {
    var style = self
    style.isMultiline = entry.bytes.contains(UInt8(ascii: "\n"))
    style.readSeparators(of: entry)
    return style
  }

  private mutating func readSeparators(of entry: JSONDocument) {
    entry.withRoot { root in
      let members = Array(root.members.prefix(2))
      guard let first = members.first else { return }
      colon = entry.text(from: first.key.sourceEnd, to: first.value.sourceOffset)
      if members.count > 1, !isMultiline {
        let separator = entry.text(from: first.value.sourceEnd, to: members[1].key.sourceOffset)
        commaGap = String(separator.drop { $0 != "," }.dropFirst())
      }
    }
  }
}

extension JSONElement {
  /// The offset after the value's text, from the start of the buffer.
  var sourceEnd: Int { sourceOffset + source.count }
}

extension JSONDocument {
  /// A part of the text.
  func text(from start: Int, to end: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<max(start, end)]), as: UTF8.self)
  }
}
