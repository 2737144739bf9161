import CommandLineTool
import Files
import JSON
import ModelSpec

/// The byte ranges of a database's entries, with the values that decide their identity and order.
///
/// The text is scanned once. Only offsets, hashes and the number are kept of an entry, 32 bytes in all.
struct DatabaseLayout {
  /// One entry of the `models` array.
  struct Entry {
    fileprivate let offset: UInt32
    fileprivate let length: UInt32
    /// The hash of its id; zero when it has none.
    let idHash: UInt32
    /// The hash of its hf_model_id; zero when it has none.
    let modelIDHash: UInt32
    /// The offset of its parameters_billions; zero without it.
    fileprivate let number: UInt32
    /// The double nearest to that number.
    fileprivate let value: Double
    /// Whether it is the entry `custom`, which is last.
    let isCustom: Bool

    /// The range of its text.
    @inline(__always)
    var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
  }

  /// The text.
  let image: LoadedFile
  /// The entries, in order.
  private(set) var entries: ContiguousArray<Entry> = []
  /// The offset after the bracket that opens the array.
  private(set) var arrayStart = 0
  /// The offset of the bracket that closes the array.
  private(set) var arrayEnd = 0

  private static let idKey = JSONKey("id")
  private static let modelIDKey = JSONKey("hf_model_id")
  private static let parametersKey = JSONKey("parameters_billions")

  /// An error in a database, with its place.
  private struct ParseError: Error {
    let message: String
    let offset: Int
  }

  /// Scans a database.
  ///
  /// - Throws: ``ToolError`` when it is not JSON, has no `models` array, an element of the array is not an object, or
  ///   when an object has a key twice.
  init(_ image: LoadedFile) throws(ToolError) {
    self.image = image
    var walker = JSONWalker(image.base, end: image.count)
    if image.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { walker.offset = 3 }
    do throws(ParseError) {
      try walkDatabase(&walker)
    } catch {
      var place = TextPosition.start
      place.advance(over: UnsafeBufferPointer(rebasing: image.bytes[..<min(error.offset, image.count)]))
      throw .systemFailure(
        code: "database_invalid",
        "'\(image.path)' is not a model database: line \(place.line), column \(place.column): \(error.message)",
        hint: "fix the file, or put a backup back with --restore latest; nothing was changed")
    }
  }

  /// The sort key of an entry's number; nil when it has none.
  @inline(__always)
  func ownSortKey(_ index: Int) -> SortKey? {
    let entry = entries[index]
    if entry.isCustom { return .custom }
    return entry.number == 0 ? nil : SortKey(number: image.base + Int(entry.number), value: entry.value)
  }

  /// The entry, parsed again from its text.
  func parsed(_ index: Int) -> JSONDocument? {
    try? JSONDocument(Array(image.bytes[entries[index].range]))
  }

  /// The id and the model id of an entry.
  func identity(_ index: Int) -> (id: String?, modelID: String?) {
    parsed(index)?.withRoot { ($0[DatabaseLayout.idKey]?.string, $0[DatabaseLayout.modelIDKey]?.string) } ?? (nil, nil)
  }

  /// The id of an entry; its number when it has none. For messages.
  func id(_ index: Int) -> String { identity(index).id ?? "entry \(index + 1)" }

  private mutating func walkDatabase(_ walker: inout JSONWalker) throws(ParseError) {
    guard walker.peek() == UInt8(ascii: "{") else {
      throw ParseError(message: "expected an object with a 'models' array", offset: walker.offset)
    }
    walker.offset += 1
    var keys: Set<String> = []
    if walker.peek() != UInt8(ascii: "}") {
      repeat { try walkMember(&walker, &keys) } while try takesComma(&walker, closing: UInt8(ascii: "}"))
    } else {
      walker.offset += 1
    }
    _ = walker.peek()
    guard walker.isAtEnd else { throw ParseError(message: "unexpected text after the database", offset: walker.offset) }
    guard keys.contains("models") else { throw ParseError(message: "there is no 'models' array", offset: image.count) }
  }

  private mutating func walkMember(_ walker: inout JSONWalker, _ keys: inout Set<String>) throws(ParseError) {
    guard walker.peek() == UInt8(ascii: "\"") else {
      throw ParseError(message: "expected a key in double quotes", offset: walker.offset)
    }
    let place = walker.offset
    let key = try parse(&walker, depth: 1).string ?? ""
    guard keys.insert(key).inserted else { throw ParseError(message: "duplicate key '\(key)'", offset: place) }
    try take(UInt8(ascii: ":"), .expectedColon, &walker)
    guard key == "models" else {
      try refuseDuplicateKey(of: try parse(&walker, depth: 1), in: "the value of '\(key)'", walker)
      return
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

  @inline(__always)
  private mutating func walkEntry(_ walker: inout JSONWalker) throws(ParseError) {
    let entry = try parse(&walker, depth: 2)
    guard entry.isObject else {
      throw ParseError(message: "entry \(entries.count + 1) is not an object", offset: entry.sourceOffset)
    }
    let id = entry[DatabaseLayout.idKey]
    if walker.duplicateKeyOffset != nil {
      let name = id?.string.map { " ('\($0)')" } ?? ""
      try refuseDuplicateKey(of: entry, in: "entry \(entries.count + 1)\(name)", walker)
    }
    let number = entry[DatabaseLayout.parametersKey].flatMap { $0.isNumber ? $0 : nil }
    entries.append(
      Entry(
        offset: UInt32(truncatingIfNeeded: entry.sourceOffset), length: UInt32(truncatingIfNeeded: entry.source.count),
        idHash: id.flatMap(\.ifString)?.withDecodedBytes(EntryID.hash) ?? 0,
        modelIDHash: entry[DatabaseLayout.modelIDKey].flatMap(\.ifString)?.withDecodedBytes(ModelID.hash) ?? 0,
        number: UInt32(truncatingIfNeeded: number?.sourceOffset ?? 0), value: number.map(SortKey.value) ?? 0,
        isCustom: id?.equals(EntryID.custom) ?? false))
  }

  @inline(__always)
  private func parse(_ walker: inout JSONWalker, depth: Int) throws(ParseError) -> JSONElement {
    do { return try walker.nextValue(depth: depth) } catch { throw fault(error) }
  }

  private func take(_ byte: UInt8, _ reason: JSONSyntaxError.Reason, _ walker: inout JSONWalker) throws(ParseError) {
    do { try walker.take(byte, otherwise: reason) } catch { throw fault(error) }
  }

  /// Skips the separator after an item: true for a comma, false for the closing bracket.
  @inline(__always)
  private func takesComma(_ walker: inout JSONWalker, closing bracket: UInt8) throws(ParseError) -> Bool {
    if walker.peek() == UInt8(ascii: ",") {
      walker.offset += 1
      let next = walker.peek()
      if next == bracket { throw fault(JSONSyntaxError(reason: .trailingComma, offset: walker.offset)) }
      return true
    }
    try take(bracket, .expectedCommaOrEnd, &walker)
    return false
  }

  private func fault(_ error: JSONSyntaxError) -> ParseError {
    let isInside = arrayStart > 0 && arrayEnd == 0
    return ParseError(message: (isInside ? "entry \(entries.count + 1): " : "") + error.message, offset: error.offset)
  }

  private func refuseDuplicateKey(of value: JSONElement, in owner: String, _ walker: JSONWalker) throws(ParseError) {
    guard let offset = walker.duplicateKeyOffset else { return }
    var keyWalker = JSONWalker(image.base, end: image.count)
    keyWalker.offset = offset
    let key = (try? keyWalker.nextValue(depth: 0))?.string ?? ""
    throw ParseError(message: "\(owner) has the key '\(key)' more than once", offset: offset)
  }
}

extension JSONElement {
  /// Whether this is a number.
  var isNumber: Bool { kind == .number }
  /// The element itself when it is a string.
  var ifString: JSONElement? { isString ? self : nil }
}
