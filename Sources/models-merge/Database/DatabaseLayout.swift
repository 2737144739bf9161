import CommandLineTool
import Files
import JSON
import ModelSpec

/// The byte ranges of a database's entries, with the values that determine their identity and order.
///
/// The text is scanned once. For each entry, 40 bytes are kept: offsets, hashes and `parameters_billions`.
struct DatabaseLayout {
  /// One entry of the `models` array.
  struct Entry {
    fileprivate let offset: UInt32
    fileprivate let length: UInt32
    /// The hash of the id; zero when `id` is absent or not a string.
    let idHash: UInt32
    /// The hash of the `hf_model_id`; zero when it is absent or not a string.
    let modelIDHash: UInt32
    /// The offset of the number in `parameters_billions`; zero when the field is absent or not a number.
    fileprivate let parametersOffset: UInt32
    /// The double that is closest to that number; zero without one.
    fileprivate let parametersBillions: Double
    /// Whether it is the entry `custom`, which is sorted last.
    let isCustom: Bool

    /// The byte range of the entry.
    var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
  }

  /// The database as it was read.
  let file: LoadedFile
  /// The entries, in order.
  private(set) var entries: ContiguousArray<Entry> = []
  /// The offset after the opening bracket of `models`.
  private(set) var arrayStart = 0
  /// The offset of the closing bracket of `models`.
  private(set) var arrayEnd = 0

  /// An error in a database, with its byte offset.
  private struct ParseError: Error {
    let message: String
    let offset: Int
  }

  /// Scans a database.
  ///
  /// - Throws: ``ToolError`` when it is not a JSON object with a `models` array, has an entry that is not an object, or
  ///   has a duplicate key.
  init(_ file: LoadedFile) throws(ToolError) {
    self.file = file
    var walker = JSONWalker(file.base, end: file.count)
    if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { walker.offset = 3 }
    do throws(ParseError) {
      try walkDatabase(&walker)
    } catch {
      var position = TextPosition.start
      position.advance(over: UnsafeBufferPointer(rebasing: file.bytes[..<min(error.offset, file.count)]))
      throw .systemFailure(
        code: "database_invalid",
        "'\(file.path)' is not a model database: line \(position.line), column \(position.column): \(error.message)",
        hint: ImportHints.invalidDatabase)
    }
  }

  /// The sort key of an entry in the file, by its index; nil when the entry is not `custom` and has no number in
  /// `parameters_billions`.
  func ownSortKey(_ index: Int) -> SortKey? {
    let entry = entries[index]
    if entry.isCustom { return .custom }
    guard entry.parametersOffset > 0 else { return nil }
    return SortKey(number: file.base + Int(entry.parametersOffset), value: entry.parametersBillions)
  }

  /// An entry, parsed again from its text; nil when the text is not JSON.
  func parsed(_ index: Int) -> JSONDocument? {
    try? JSONDocument(Array(file.bytes[entries[index].range]))
  }

  /// The id and the model id of an entry; each is nil when the entry has none.
  func identity(_ index: Int) -> (id: String?, modelID: String?) {
    parsed(index)?.withRoot { ($0[.id]?.string, $0[.hfModelID]?.string) } ?? (nil, nil)
  }

  /// An entry in messages: its id; its number, from 1, if it has no id or an empty one.
  func label(_ index: Int) -> String { EntryName.label(id: identity(index).id, number: index + 1) }

  private mutating func walkDatabase(_ walker: inout JSONWalker) throws(ParseError) {
    guard walker.peek() == UInt8(ascii: "{") else {
      throw DatabaseLayout.unexpectedByte(walker, "expected an object with a 'models' array")
    }
    walker.offset += 1
    // A capacity saves 90,000 instructions: without one, the set looks up its type's conformance by name.
    var keys = Set<ExactString>(minimumCapacity: 4)
    if walker.peek() != UInt8(ascii: "}") {
      repeat { try walkMember(&walker, &keys) } while try takesComma(&walker, closing: UInt8(ascii: "}"))
    } else {
      walker.offset += 1
    }
    _ = walker.peek()
    guard walker.isAtEnd else { throw ParseError(message: "unexpected text after the database", offset: walker.offset) }
    guard keys.contains(ExactString(JSONKey.models.text.description)) else {
      throw ParseError(message: "there is no 'models' array", offset: file.count)
    }
  }

  /// The error for the walker's next byte. If the byte shows another encoding or a conflict marker of git, the message
  /// says so.
  private static func unexpectedByte(_ walker: JSONWalker, _ message: String) -> ParseError {
    ParseError(message: walker.messageAboutMistake ?? message, offset: walker.offset)
  }

  private mutating func walkMember(_ walker: inout JSONWalker, _ keys: inout Set<ExactString>) throws(ParseError) {
    guard walker.peek() == UInt8(ascii: "\"") else {
      throw DatabaseLayout.unexpectedByte(walker, "expected a key in double quotes")
    }
    let start = walker.offset
    let key = try parse(&walker, depth: 1).string ?? ""
    guard keys.insert(ExactString(key)).inserted else {
      throw ParseError(message: "duplicate key '\(key)'", offset: start)
    }
    try take(UInt8(ascii: ":"), .expectedColon, &walker)
    guard key == JSONKey.models.text.description else {
      _ = try parse(&walker, depth: 1)
      return try refuseDuplicateKey(in: "the value of '\(key)'", walker)
    }
    guard walker.peek() == UInt8(ascii: "[") else {
      throw ParseError(message: "'models' is not an array", offset: walker.offset)
    }
    try walkEntries(&walker)
  }

  private mutating func walkEntries(_ walker: inout JSONWalker) throws(ParseError) {
    walker.offset += 1
    arrayStart = walker.offset
    if walker.peek() == UInt8(ascii: "]") {
      walker.offset += 1
    } else {
      repeat { try walkEntry(&walker) } while try takesComma(&walker, closing: UInt8(ascii: "]"))
    }
    arrayEnd = walker.offset - 1
  }

  private mutating func walkEntry(_ walker: inout JSONWalker) throws(ParseError) {
    let entry = try parse(&walker, depth: 2)
    guard entry.isObject else {
      throw ParseError(message: "entry \(entries.count + 1) is not an object", offset: entry.sourceOffset)
    }
    let id = entry[.id]
    if walker.duplicateKeyOffset != nil {
      let name = id?.string.map { " ('\($0)')" } ?? ""
      try refuseDuplicateKey(in: "entry \(entries.count + 1)\(name)", walker)
    }
    let number = entry[.parametersBillions].flatMap { $0.isNumber ? $0 : nil }
    entries.append(
      Entry(
        offset: UInt32(truncatingIfNeeded: entry.sourceOffset), length: UInt32(truncatingIfNeeded: entry.source.count),
        idHash: id.flatMap(\.ifString)?.withDecodedBytes(EntryID.hash) ?? 0,
        modelIDHash: entry[.hfModelID].flatMap(\.ifString)?.withDecodedBytes(ModelID.hash) ?? 0,
        parametersOffset: UInt32(truncatingIfNeeded: number?.sourceOffset ?? 0),
        parametersBillions: number?.double ?? 0,
        isCustom: id?.equals(EntryID.custom) ?? false))
  }

  private func parse(_ walker: inout JSONWalker, depth: Int) throws(ParseError) -> JSONElement {
    do { return try walker.nextValue(depth: depth) } catch { throw parseError(error) }
  }

  private func take(_ byte: UInt8, _ reason: JSONSyntaxError.Reason, _ walker: inout JSONWalker) throws(ParseError) {
    do { try walker.take(byte, otherwise: reason) } catch { throw parseError(error) }
  }

  /// Skips the comma after an item and returns true, or skips the closing bracket and returns false.
  private func takesComma(_ walker: inout JSONWalker, closing bracket: UInt8) throws(ParseError) -> Bool {
    if walker.peek() == UInt8(ascii: ",") {
      walker.offset += 1
      let next = walker.peek()
      if next == bracket { throw parseError(JSONSyntaxError(reason: .trailingComma, offset: walker.offset)) }
      return true
    }
    try take(bracket, .expectedCommaOrEnd, &walker)
    return false
  }

  private func parseError(_ error: JSONSyntaxError) -> ParseError {
    let isInside = arrayStart > 0 && arrayEnd == 0
    return ParseError(message: (isInside ? "entry \(entries.count + 1): " : "") + error.message, offset: error.offset)
  }

  private func refuseDuplicateKey(in parent: String, _ walker: JSONWalker) throws(ParseError) {
    guard let offset = walker.duplicateKeyOffset else { return }
    defer { withExtendedLifetime(file) {} }
    var keyWalker = JSONWalker(file.base, end: file.count)
    keyWalker.offset = offset
    let key = (try? keyWalker.nextValue(depth: 0))?.string ?? ""
    throw ParseError(message: "\(parent) has the duplicate key '\(key)'", offset: offset)
  }
}

extension JSONElement {
  /// Whether this is a number.
  var isNumber: Bool { kind == .number }
  /// The element itself when it is a string; nil for another value.
  var ifString: JSONElement? { isString ? self : nil }
}
