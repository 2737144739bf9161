import Files
import JSON

/// The formatting of a database, which new text follows.
struct EntryStyle: Equatable {
  /// `\n` or `\r\n`.
  var lineEnd = "\n"
  /// The white space before the first line of an entry.
  var entryIndentation = "    "
  /// The white space before the closing bracket of the `models` array.
  var arrayIndentation = "  "
  /// The indentation of one level.
  var indentationUnit = "  "
  /// Whether an entry has several lines.
  var isMultiline = true
  /// The text between a key and its value.
  var colon = ": "
  /// The white space after a comma within a line.
  var commaGap = " "

  /// Reads the formatting of a database: its line ends, the indentation of its array and of its first entry, and the
  /// layout of an example. The example is the first entry with several lines, else the longest, of the first 32.
  init(of layout: DatabaseLayout) {
    let text = layout.file.bytes
    if let lineFeed = text.firstIndex(of: UInt8(ascii: "\n")), lineFeed > 0, text[lineFeed - 1] == UInt8(ascii: "\r") {
      lineEnd = "\r\n"
    }
    readArrayIndentation(of: layout)
    let firstEntries = layout.entries.prefix(32).map { UnsafeBufferPointer(rebasing: text[$0.range]) }
    guard
      let example = firstEntries.first(where: { $0.contains(UInt8(ascii: "\n")) })
        ?? firstEntries.max(by: { $0.count < $1.count })
    else { return }
    isMultiline = example.contains(UInt8(ascii: "\n"))
    if let document = try? JSONDocument(Array(example)) { readSeparators(of: document) }
    if let start = layout.entries.first?.range.lowerBound,
      let indentation = EntryStyle.indentation(UnsafeBufferPointer(rebasing: text[layout.arrayStart..<start]))
    {
      entryIndentation = indentation
    }
    guard isMultiline, let member = EntryStyle.firstInnerIndentation(example) else { return }
    if member.hasPrefix(entryIndentation), member != entryIndentation {
      indentationUnit = String(member.dropFirst(entryIndentation.count))
    }
  }

  /// Makes the default formatting.
  init() {}

  /// The white space at the start of the last line of a text; nil when the text has no line end.
  static func indentation(_ text: UnsafeBufferPointer<UInt8>) -> String? {
    guard let lineFeed = text.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    let tail = text[(lineFeed + 1)...]
    return String(decoding: tail.prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  private static func firstInnerIndentation(_ entry: UnsafeBufferPointer<UInt8>) -> String? {
    guard let lineFeed = entry.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    return String(decoding: entry[(lineFeed + 1)...].prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  /// Reads the indentation of the line with the opening bracket of `models`. The closing bracket gets the same one. It
  /// is taken as one level, unless an entry shows another.
  private mutating func readArrayIndentation(of layout: DatabaseLayout) {
    let start = UnsafeBufferPointer(rebasing: layout.file.bytes[..<layout.arrayStart])
    guard let indentation = EntryStyle.indentation(start) else { return }
    arrayIndentation = indentation
    if !indentation.isEmpty { indentationUnit = indentation }
    entryIndentation = indentation + indentationUnit
  }

  /// The formatting of an existing entry, for its new version: it may differ from other entries in line breaks and
  /// separators.
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
  /// The text between two byte offsets; empty when `end` is not after `start`.
  func text(from start: Int, to end: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<max(start, end)]), as: UTF8.self)
  }
}
