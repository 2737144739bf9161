import Platform

/// A parsed document that owns a copy of its text. Unlike a value of a stream, it stays valid when the next value of
/// the stream is read.
public final class JSONDocument {
  private let storage: UnsafeMutablePointer<UInt8>
  private let tape: JSONTape
  /// The length of the text in bytes.
  public let byteCount: Int

  /// Parses one document. White space around it is allowed, and a byte order mark before it is skipped.
  ///
  /// - Throws: ``JSONSyntaxError``.
  public convenience init(_ text: String, options: JSONParser.Options = []) throws(JSONSyntaxError) {
    try self.init(Array(text.utf8), options: options)
  }

  /// Parses one document. White space around it is allowed, and a byte order mark before it is skipped.
  ///
  /// - Throws: ``JSONSyntaxError``.
  public init(_ text: [UInt8], options: JSONParser.Options = []) throws(JSONSyntaxError) {
    byteCount = text.count
    tape = JSONTape()
    storage = .allocate(capacity: text.count + JSONParser.padding)
    storage.initialize(repeating: 0, count: text.count + JSONParser.padding)
    text.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { storage.update(from: start, count: bytes.count) }
    }
    guard text.count < Int(UInt32.max) else { throw JSONSyntaxError(reason: .tooLarge, offset: 0) }
    let parser = JSONParser(UnsafePointer(storage), end: text.count, tape: tape, options: options)
    let start = parser.endOfWhiteSpace(
      from: text.starts(with: JSONParser.byteOrderMark) ? JSONParser.byteOrderMark.count : 0)
    let end = parser.endOfWhiteSpace(from: try parser.parseValue(at: start))
    guard end >= text.count else { throw JSONSyntaxError(reason: .textAfterValue, offset: end) }
  }

  deinit { storage.deallocate() }

  /// The text: valid while the document lives.
  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storage, count: byteCount) }

  /// The outermost value. It is valid while the document lives, so a type that uses it also keeps the document. Other
  /// code uses ``withRoot(_:)``, because Swift may release a document after its last use, before its values are read.
  public var unsafeRoot: JSONElement { JSONElement(base: UnsafePointer(storage), tape: tape, index: 0) }

  /// Calls `body` with the outermost value. Values must not leave the closure.
  public func withRoot<Result, Failure: Error>(
    _ body: (JSONElement) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(unsafeRoot)
  }

  /// The offset of the duplicate key that was found first, in bytes from the start of the text; nil without duplicate
  /// keys.
  public var duplicateKeyOffset: Int? { tape.duplicateKeyOffset }
}

/// A position in a text, by line and column.
public struct TextPosition: Equatable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in code points, from 1.
  public var column: Int

  /// The start of a text.
  public static let start = TextPosition(line: 1, column: 1)

  /// Makes a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Moves the position to the end of a text that starts at it.
  public mutating func advance(over text: UnsafeBufferPointer<UInt8>) {
    guard var start = text.baseAddress else { return }
    let end = start + text.count
    while let lineFeed = memchr(start, Int32(UInt8(ascii: "\n")), end - start) {
      line += 1
      column = 1
      start = UnsafePointer(lineFeed.assumingMemoryBound(to: UInt8.self)) + 1
    }
    for byte in UnsafeBufferPointer(start: start, count: end - start) where byte & 0xC0 != 0x80 { column += 1 }
  }
}
