import CommandLineTool
import JSON
import ModelSpec

/// Converts the metadata of a GGUF file to a JSON object with the same keys, value by value.
struct GGUFMetadata {
  /// The object; complete after ``finish()``.
  private let output = ByteBuffer()
  private var keys: Set<ExactString> = []
  /// The key whose value is being read, for messages.
  private var key = ""

  /// The value of `general.architecture`; nil without one.
  private(set) var architecture: String?
  /// The value of `general.type`; nil without one.
  private(set) var generalType: String?
  /// The integers under keys that start with `split.`; empty unless the file is a part of a split model.
  private(set) var splits: [String: Int] = [:]
  /// The tensors' data starts at a multiple of this many bytes: `general.alignment`.
  private(set) var alignment = 32

  /// The maximum length of a list. A longer list is written as `{"length": n}`. The lists of a tokenizer have about
  /// 100,000 elements; lists with an element for each layer have about 100.
  static let maximumListLength = 1024
  /// The maximum length of a string in bytes. A longer string is written as `{"length": n}`, where n is its length in
  /// bytes.
  static let maximumStringBytes = 1 << 16
  /// The maximum size of the object in bytes.
  static let maximumBytes = 4 << 20
  private static let maximumListDepth = 4

  /// Starts an empty object.
  init() { output.beginObject() }

  /// Ends the object.
  ///
  /// - Returns: its text.
  func finish() -> String {
    output.endObject()
    return output.text
  }

  /// Reads a key and its value.
  ///
  /// - Throws: ``Failure`` when they cannot be read or break the format, or the object is larger than ``maximumBytes``.
  mutating func readPair(_ cursor: inout GGUFCursor) throws(Failure) {
    key = try cursor.string()
    guard keys.insert(ExactString(key)).inserted else { throw cursor.invalid("the key '\(shownKey)' occurs twice") }
    output.key(key)
    let type = try readType(&cursor)
    switch type {
    case .string:
      let text = try cursor.string()
      if key == "general.architecture" { architecture = text }
      if key == "general.type" { generalType = text }
      write(text)
    case .array: try readList(&cursor, depth: 1)
    default:
      let number = try readNumber(type, &cursor)
      if key.hasPrefix("split.") { splits[key] = number }
      if key == "general.alignment", let number, (1...GGUFCursor.maximumHeaderBytes).contains(number) {
        alignment = number
      }
    }
    try checkSize(cursor)
  }

  private func checkSize(_ cursor: GGUFCursor) throws(Failure) {
    guard output.count <= GGUFMetadata.maximumBytes else {
      throw Failure(
        .tooLarge, stage: .fetch,
        message: "the metadata of '\(cursor.name)' takes more than \(GGUFMetadata.maximumBytes) bytes as JSON",
        hint: cursor.otherFileHint)
    }
  }

  private var shownKey: String { String(key.prefix(100)).escapingControlCharacters() }

  private func readType(_ cursor: inout GGUFCursor) throws(Failure) -> GGUFValueType {
    let number = try cursor.integer(4)
    guard let type = GGUFValueType(rawValue: number) else {
      throw cursor.invalid("the value of '\(shownKey)' has the unknown type \(number), expected 0 to 12")
    }
    return type
  }

  private func write(_ text: String) {
    guard text.utf8.count > GGUFMetadata.maximumStringBytes else { return output.string(text) }
    write(length: text.utf8.count)
  }

  private func write(length: Int) {
    output.beginObject()
    output.member("length", length)
    output.endObject()
  }

  private func readList(_ cursor: inout GGUFCursor, depth: Int) throws(Failure) {
    guard depth <= GGUFMetadata.maximumListDepth else { throw tooDeep(cursor) }
    let type = try readType(&cursor)
    let count = try cursor.size(limit: GGUFCursor.maximumHeaderBytes, "the length of a list")
    guard count <= GGUFMetadata.maximumListLength else {
      try skip(count, of: type, &cursor, depth: depth)
      return write(length: count)
    }
    output.beginArray()
    for _ in 0..<count {
      switch type {
      case .string: write(try cursor.string())
      case .array: try readList(&cursor, depth: depth + 1)
      default: _ = try readNumber(type, &cursor)
      }
      try checkSize(cursor)
    }
    output.endArray()
  }

  private func tooDeep(_ cursor: GGUFCursor) -> Failure {
    cursor.invalid("the lists of '\(shownKey)' are nested deeper than \(GGUFMetadata.maximumListDepth) levels")
  }

  /// Skips the elements of a list.
  private func skip(
    _ count: Int, of type: GGUFValueType, _ cursor: inout GGUFCursor, depth: Int
  ) throws(Failure) {
    if let width = type.width { return try cursor.skip(count * width) }
    for _ in 0..<count {
      if type == .string {
        try cursor.skip(try cursor.size(limit: GGUFCursor.maximumHeaderBytes, "the length of a string"))
      } else {
        guard depth < GGUFMetadata.maximumListDepth else { throw tooDeep(cursor) }
        let inner = try readType(&cursor)
        let innerCount = try cursor.size(limit: GGUFCursor.maximumHeaderBytes, "the length of a list")
        try skip(innerCount, of: inner, &cursor, depth: depth + 1)
      }
    }
  }

  /// Reads a number or boolean, and writes it.
  ///
  /// - Returns: the number; nil when it is not an integer, or does not fit into an `Int`.
  private func readNumber(_ type: GGUFValueType, _ cursor: inout GGUFCursor) throws(Failure) -> Int? {
    let width = type.width ?? 1
    let bits = try cursor.integer(width)
    switch type {
    case .bool: output.bool(bits != 0)
    case .float32: write(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: write(Double(bitPattern: bits))
    case .int8, .int16, .int32, .int64:
      let shift = 64 - 8 * width
      let number = Int64(bitPattern: bits << shift) >> shift
      output.integer(Int(number))
      return Int(number)
    case .uint8, .uint16, .uint32, .uint64, .string, .array:
      guard let number = Int(exactly: bits) else {
        output.raw(String(bits))
        return nil
      }
      output.integer(number)
      return number
    }
    return nil
  }

  /// JSON has no numbers for infinity and NaN, so they are written as strings, like those of a config.json.
  private func write(_ number: some BinaryFloatingPoint & CustomStringConvertible) {
    if number.isFinite { return output.raw(number.description) }
    output.string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
  }
}
