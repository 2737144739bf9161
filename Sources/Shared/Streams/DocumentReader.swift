public import JSON
public import Platform

/// Why a stream of documents ended early.
public enum StreamFault: Error, Sendable {
  /// The text is not JSON, at this position.
  case malformed(JSONSyntaxError.Reason, TextPosition)
  /// The source cannot be read.
  case unreadable(SystemError)
}

/// Reads a stream of JSON values, one after another. Its memory depends on the size of the largest value, not of the
/// stream.
///
/// A top-level array is read as its elements, unless ``Options/wholeArrays`` is given. Values are parsed in the buffer
/// that they are read into. Only an unfinished value at the end of the buffer is moved, to its start.
public final class DocumentReader {
  /// Options of a reader.
  public struct Options: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Makes a set of options from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A top-level array is read as one value.
    public static let wholeArrays = Options(rawValue: 1)
  }

  /// What may come next in the stream.
  private enum ArrayState {
    /// Not in a top-level array: a value, or the end.
    case outside
    /// After `[`: an element or `]`.
    case first
    /// After `,`: an element.
    case element
    /// After an element: `,` or `]`.
    case separator
  }

  private enum ReadResult {
    /// A value, with the index of its node on the tape.
    case value(Int)
    /// The next value does not end in the storage. Without a source, also: the next value is a top-level array.
    case needsMore
    case end
  }

  /// The source of more text; nil when the storage has one chunk of a longer stream. Without a source, the reader stops
  /// before a value that does not end in the chunk, and before a top-level array.
  private let source: ByteReader?
  private let options: Options
  /// Called before a read that would wait, so that finished output is flushed.
  private let onWait: () -> Void
  private let storage: ReadStorage
  private let tape = JSONTape()
  /// The offset in the storage of the first byte that is not processed yet.
  private(set) var cursor = 0
  private var isAtEnd = false
  /// Why the source cannot be read any more; reported after the values that were read before.
  private var readError: SystemError?
  private var arrayState = ArrayState.outside
  /// Whether the byte before ``cursor`` is the end of a number or literal, so that another number or literal cannot
  /// start there.
  private(set) var needsSeparator: Bool
  private var mayStartWithByteOrderMark: Bool
  /// The position in the stream of the storage's first byte.
  private var position: TextPosition

  /// Makes a reader of a descriptor.
  ///
  /// - Parameters:
  ///   - source: the source of the text.
  ///   - options: how to read it.
  ///   - onWait: called before a read that would wait.
  public convenience init(
    _ source: ByteReader = .standardInput, options: Options = [], onWait: @escaping () -> Void = {}
  ) {
    self.init(
      storage: ReadStorage(), of: source, at: .start, isStartOfStream: true, needsSeparator: false, options: options,
      onWait: onWait)
  }

  /// Makes a reader that continues in the middle of a stream, between two values.
  ///
  /// - Parameters:
  ///   - storage: text that has been read.
  ///   - source: the source of the text after the storage; nil if the storage has one chunk of a stream, which may end
  ///     inside a value.
  ///   - position: the position in the stream of the storage's first byte.
  ///   - isStartOfStream: whether that byte is the first of the stream, so that a byte order mark may start there.
  ///   - needsSeparator: whether the byte before it is the end of a number or literal.
  ///   - readError: why the source cannot be read any more; nil if it can, or nobody has tried.
  ///   - options: how to read the text.
  ///   - onWait: called before a read that would wait.
  init(
    storage: ReadStorage, of source: ByteReader?, at position: TextPosition, isStartOfStream: Bool,
    needsSeparator: Bool, readError: SystemError? = nil, options: Options, onWait: @escaping () -> Void = {}
  ) {
    self.storage = storage
    self.source = source
    self.position = position
    self.needsSeparator = needsSeparator
    self.readError = readError
    self.options = options
    self.onWait = onWait
    mayStartWithByteOrderMark = isStartOfStream
  }

  /// The next value, valid until the next call; nil at the end. Without a source, also nil before a top-level array and
  /// before a value that does not end in the storage; ``cursor`` is then the offset where the array or value starts.
  ///
  /// - Throws: ``StreamFault``, after which no further value can be read.
  public func next() throws(StreamFault) -> JSONElement? {
    tape.reset()
    while true {
      switch try parse() {
      case .value(let index): return JSONElement(base: UnsafePointer(storage.bytes), tape: tape, index: index)
      case .end: return nil
      case .needsMore:
        guard let source else { return nil }
        try readMore(from: source)
      }
    }
  }

  /// The position of the first duplicate key in the value that was returned last; nil without duplicate keys.
  public var duplicateKeyPosition: TextPosition? {
    tape.duplicateKeyOffset.map { position(at: $0) }
  }

  /// Finds the positions of elements of the value that was returned last.
  var locator: TextLocator { TextLocator(start: UnsafePointer(storage.bytes), at: position) }

  private func parse() throws(StreamFault) -> ReadResult {
    let parser = JSONParser(UnsafePointer(storage.bytes), end: storage.count, tape: tape)
    if mayStartWithByteOrderMark {
      guard storage.count >= 3 || isAtEnd else { return .needsMore }
      mayStartWithByteOrderMark = false
      if storage.startsWithByteOrderMark { cursor = 3 }
    }
    while true {
      let before = cursor
      cursor = parser.endOfWhiteSpace(from: cursor)
      if cursor > before { needsSeparator = false }
      if cursor >= storage.count { return isAtEnd ? try end() : .needsMore }
      let byte = storage.bytes[cursor]
      switch (arrayState, byte) {
      case (.outside, UInt8(ascii: "[")) where !options.contains(.wholeArrays):
        // Without a source, the storage has one chunk of a stream. The array may end in a later chunk.
        if source == nil { return .needsMore }
        arrayState = .first
      case (.separator, UInt8(ascii: ",")):
        arrayState = .element
      case (.separator, UInt8(ascii: "]")), (.first, UInt8(ascii: "]")):
        arrayState = .outside
      case (.separator, _):
        throw fault(.expectedCommaOrEnd, at: cursor)
      case (.element, UInt8(ascii: "]")):
        throw fault(.trailingComma, at: cursor)
      default:
        return try parseValue(with: parser, first: byte)
      }
      cursor += 1
      needsSeparator = false
    }
  }

  private func parseValue(with parser: JSONParser, first: UInt8) throws(StreamFault) -> ReadResult {
    if needsSeparator, !isDelimiter(first) { throw fault(.missingSeparator, at: cursor) }
    let root = tape.count
    let end: Int
    do {
      end = try parser.parseValue(at: cursor, depth: arrayState == .outside ? 0 : 1)
    } catch {
      guard error.reason == .unexpectedEnd, !isAtEnd else { throw fault(error.reason, at: error.offset) }
      // The value is parsed again. What the tape says about it has offsets that `readMore` makes invalid.
      tape.reset()
      return .needsMore
    }
    let isSelfDelimiting = isDelimiter(storage.bytes[end - 1])
    // A number or literal at the end of the storage may continue in text that has not been read yet.
    if end == storage.count, !isSelfDelimiting, !isAtEnd {
      tape.reset()
      return .needsMore
    }
    cursor = end
    needsSeparator = !isSelfDelimiting
    if arrayState != .outside { arrayState = .separator }
    return .value(root)
  }

  /// Whether a value that starts or ends with this byte needs no white space there.
  private func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""): true
    default: false
    }
  }

  private func end() throws(StreamFault) -> ReadResult {
    if arrayState != .outside { throw fault(.unexpectedEnd, at: storage.count) }
    return .end
  }

  private func position(at offset: Int) -> TextPosition {
    var place = position
    place.advance(over: storage.text(0..<min(offset, storage.count)))
    return place
  }

  private func fault(_ reason: JSONSyntaxError.Reason, at offset: Int) -> StreamFault {
    .malformed(reason, position(at: offset))
  }

  /// Reads more text after an unfinished value, which is then parsed again from its start. It stops when a read would
  /// wait, because the value may be complete. Otherwise it stops when the text has doubled: parsing again earlier would
  /// take quadratic time for a large value.
  private func readMore(from source: ByteReader) throws(StreamFault) {
    if cursor > 0 {
      position.advance(over: storage.text(0..<cursor))
      storage.discard(cursor)
      cursor = 0
    }
    if let readError { throw .unreadable(readError) }
    let oldCount = storage.count
    let goal = oldCount * 2
    repeat {
      guard storage.count < ReadStorage.maximumCount else { throw fault(.tooLarge, at: 0) }
      if !source.isReadable() { onWait() }
      do {
        if try storage.read(from: source) == 0 { isAtEnd = true }
      } catch {
        guard storage.count > oldCount else { throw .unreadable(error) }
        readError = error
        return
      }
    } while !isAtEnd && storage.count < goal && source.isReadable()
  }
}

extension TextPosition {
  /// The warning about a duplicate key at this position of the input.
  public var duplicateKeyWarning: String {
    "input line \(line), column \(column): duplicate key; its last value counts"
  }
}
