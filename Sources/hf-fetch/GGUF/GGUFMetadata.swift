import JSON
import ModelSpec

/// The metadata of a GGUF file: read value by value, and written as a JSON object under the file's own keys.
struct GGUFMetadata {
  /// The object; complete after ``finish()``.
  private let output = ByteBuffer()
  private var keys: Set<String> = []

  /// The value of `general.architecture`.
  private(set) var architecture: String?
  /// The value of `general.type`.
  private(set) var fileType: String?
  /// Values of the keys that describe a part of a split model, `split.no` and the like.
  private(set) var splits: [String: Int] = [:]

  /// Longer lists are written as `{"length": n}`: those of a tokenizer have a hundred thousand elements, those with an
  /// item for each layer a hundred.
  static let longestList = 1024
  /// Longer strings are written as `{"length": n}`, in bytes.
  static let longestText = 1 << 16
  /// The most that the object may take, in bytes.
  static let sizeLimit = 4 << 20
  private static let deepestList = 4

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
  /// - Throws: ``Failure`` when they break the format, or there is more than ``sizeLimit``.
  mutating func readPair(_ cursor: inout GGUFCursor) throws(Failure) {
    let key = try cursor.string()
    guard keys.insert(key).inserted else { throw cursor.invalid("the key '\(key.prefix(100))' occurs twice") }
    output.key(key)
    let type = try GGUFMetadata.type(&cursor)
    switch type {
    case .string:
      let text = try cursor.string()
      if key == "general.architecture" { architecture = text }
      if key == "general.type" { fileType = text }
      write(text)
    case .array: try readList(&cursor, depth: 1)
    default:
      let number = try readNumber(type, &cursor)
      if key.hasPrefix("split.") { splits[key] = number }
    }
    try checkSize(cursor)
  }

  private func checkSize(_ cursor: GGUFCursor) throws(Failure) {
    guard output.count <= GGUFMetadata.sizeLimit else {
      throw Failure(
        .tooLarge, stage: .fetch,
        message:
          "the metadata of '\(cursor.name)' takes \(output.count) bytes as JSON, more than \(GGUFMetadata.sizeLimit)",
        hint: "give the URL of another GGUF file of the repository")
    }
  }

  private static func type(_ cursor: inout GGUFCursor) throws(Failure) -> GGUFValueType {
    let number = try cursor.integer(4)
    guard let type = GGUFValueType(rawValue: number) else {
      throw cursor.invalid("a value has the unknown type \(number): expected 0 to 12")
    }
    return type
  }

  private func write(_ text: String) {
    guard text.utf8.count > GGUFMetadata.longestText else { return output.string(text) }
    write(length: text.utf8.count)
  }

  private func write(length: Int) {
    output.beginObject()
    output.key("length")
    output.integer(length)
    output.endObject()
  }

  private func readList(_ cursor: inout GGUFCursor, depth: Int) throws(Failure) {
    let type = try GGUFMetadata.type(&cursor)
    let count = try cursor.size(limit: GGUFCursor.headerLimit, "the length of a list")
    guard count <= GGUFMetadata.longestList else {
      try GGUFMetadata.skip(count, of: type, &cursor, depth: depth)
      return write(length: count)
    }
    output.beginArray()
    for _ in 0..<count {
      switch type {
      case .string: write(try cursor.string())
      case .array: try readNested(&cursor, depth: depth)
      default: _ = try readNumber(type, &cursor)
      }
      try checkSize(cursor)
    }
    output.endArray()
  }

  private func readNested(_ cursor: inout GGUFCursor, depth: Int) throws(Failure) {
    guard depth < GGUFMetadata.deepestList else { throw GGUFMetadata.tooDeep(cursor) }
    try readList(&cursor, depth: depth + 1)
  }

  private static func tooDeep(_ cursor: GGUFCursor) -> Failure {
    cursor.invalid("its lists are nested deeper than \(deepestList) levels")
  }

  private static func skip(
    _ count: Int, of type: GGUFValueType, _ cursor: inout GGUFCursor, depth: Int
  ) throws(Failure) {
    if let width = type.width { return try cursor.skip(count * width) }
    for _ in 0..<count {
      if type == .string {
        try cursor.skip(try cursor.size(limit: GGUFCursor.headerLimit, "the length of a string"))
      } else {
        guard depth < deepestList else { throw tooDeep(cursor) }
        let inner = try self.type(&cursor)
        let innerCount = try cursor.size(limit: GGUFCursor.headerLimit, "the length of a list")
        try skip(innerCount, of: inner, &cursor, depth: depth + 1)
      }
    }
  }

  /// Reads a number or truth value and writes it.
  ///
  /// - Returns: the number; nil when it is not an integer, or too large.
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

  /// JSON has no numbers for infinity and NaN, so they are written as strings, as those of a config.json are.
  private func write(_ number: some BinaryFloatingPoint & CustomStringConvertible) {
    if number.isFinite { return output.raw(number.description) }
    output.string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
  }
}
