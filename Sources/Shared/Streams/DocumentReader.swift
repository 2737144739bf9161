/// Why a stream of documents ended early.
public enum StreamFault: Error, Sendable {
  /// The text is not JSON.
  case malformed(JSONSyntaxError.Reason, TextPosition)
  /// The source could not be read.
  case unreadable(SystemError)
}

/// Reads a stream of JSON values from a descriptor, one after another, in constant memory.
///
/// A top-level array counts as its elements, unless the reader takes documents whole. Values are parsed where they were
/// read to; nothing is copied but the unfinished tail of a buffer.
public final class DocumentReader {
  /// How a reader takes what it reads.
  public struct Options: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Makes a set of options from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A top-level array is one document.
    public static let wholeArrays = Options(rawValue: 1)
  }

  private enum ArrayState { case outside, first, element, separator }

  private let source: ByteSource
  private let options: Options
  /// Called before a read that would wait, so that finished output reaches a reader who waits for it.
  private let onWait: () -> Void
  private(set) var storage: ReadStorage
  private var cursor = 0
  private var isAtEnd = false
  private var arrayState = ArrayState.outside
  /// Whether the last value ended without a bracket or quote, so that the next needs white space before it.
  private var needsSeparator = false
  /// The place of the storage's first byte.
  private var position = TextPosition.start
  private let tape = JSONTape()
  private var pendingFault: StreamFault?

  /// How much is read at once, in bytes.
  static let chunk = 1 << 16

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - source: where the text comes from.
  ///   - options: how to take it.
  ///   - onWait: called before a read that would wait.
  public init(_ source: ByteSource = .standardInput, options: Options = [], onWait: @escaping () -> Void = {}) {
    self.source = source
    self.options = options
    self.onWait = onWait
    storage = ReadStorage(capacity: DocumentReader.chunk)
  }

  /// The next value, valid until the next call; nil at the end.
  ///
  /// - Throws: ``StreamFault``; the stream is then at its end.
  public func next() throws(StreamFault) -> JSONElement? {
    tape.reset()
    while true {
      switch try parse(into: tape) {
      case .value(let index): return JSONElement(base: UnsafePointer(storage.bytes), tape: tape, index: index)
      case .end: return nil
      case .needsMore: try readMore()
      }
    }
  }

  /// Where the first key stands that its object already has, in the value returned last; nil when there is none.
  public var duplicateKeyPosition: TextPosition? {
    tape.duplicateKeyOffset.map { position(at: $0) }
  }

  /// Takes all the values that can be had without waiting (at least one, unless the stream is at its end) into a batch,
  /// which then owns their text. A fault behind some values waits until the next call.
  func fill(_ batch: DocumentBatch) throws(StreamFault) {
    if let pendingFault { throw pendingFault }
    do {
      try collect(into: batch)
    } catch {
      if batch.isEmpty { throw error }
      pendingFault = error
      batch.storage = storage
    }
  }

  private func collect(into batch: DocumentBatch) throws(StreamFault) {
    while true {
      switch try parse(into: batch.tape) {
      case .value(let index):
        batch.append(index)
        if let offset = batch.tape.duplicateKeyOffset {
          batch.noteDuplicateKey(at: position(at: offset))
          batch.tape.duplicateKeyOffset = nil
        }
      case .end:
        batch.storage = storage
        return
      case .needsMore where batch.isEmpty:
        try readMore()
      case .needsMore:
        handOver(to: batch)
        return
      }
    }
  }

  /// Gives the text read so far to a batch, and goes on in a fresh storage with the unfinished tail.
  private func handOver(to batch: DocumentBatch) {
    let filled = storage
    batch.storage = filled
    position.advance(over: filled.text(0..<cursor))
    storage = ReadStorage(capacity: max(DocumentReader.chunk, (filled.count - cursor) * 2))
    storage.append(filled.text(cursor..<filled.count))
    cursor = 0
  }

  private enum Step {
    case value(Int)
    case needsMore
    case end
  }

  private func parse(into tape: JSONTape) throws(StreamFault) -> Step {
    var parser = JSONParser(UnsafePointer(storage.bytes), end: storage.count, tape: tape)
    while true {
      let before = cursor
      parser.cursor = cursor
      let byte = parser.skipWhiteSpace()
      cursor = parser.cursor
      if cursor > before { needsSeparator = false }
      if cursor >= storage.count { return isAtEnd ? try end() : .needsMore }
      if position == .start, cursor == 0, byte == JSONBuffer.byteOrderMark[0] {
        guard storage.count >= 3 || isAtEnd else { return .needsMore }
        if storage.text(0..<min(3, storage.count)).elementsEqual(JSONBuffer.byteOrderMark) {
          cursor = 3
          continue
        }
      }
      switch (arrayState, byte) {
      case (.outside, UInt8(ascii: "[")) where !options.contains(.wholeArrays):
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
        return try parseValue(with: &parser, first: byte)
      }
      cursor += 1
      needsSeparator = false
    }
  }

  private func parseValue(with parser: inout JSONParser, first: UInt8) throws(StreamFault) -> Step {
    if needsSeparator, !isDelimiter(first) { throw fault(.missingSeparator, at: cursor) }
    let root = parser.tape.count
    let end: Int
    do {
      end = try parser.parseValue(at: cursor, depth: arrayState == .outside ? 0 : 1)
    } catch {
      parser.tape.count = root
      guard error.reason == .unexpectedEnd, !isAtEnd else { throw fault(error.reason, at: error.offset) }
      return .needsMore
    }
    let isSelfDelimiting = isDelimiter(storage.bytes[end - 1])
    if end == storage.count, !isSelfDelimiting, !isAtEnd {
      parser.tape.count = root
      return .needsMore
    }
    cursor = end
    needsSeparator = !isSelfDelimiting
    if arrayState != .outside { arrayState = .separator }
    return .value(root)
  }

  private func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""): true
    default: false
    }
  }

  private func end() throws(StreamFault) -> Step {
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

  /// Reads until the source would wait or the unfinished value has doubled: parsing it again then pays off.
  private func readMore() throws(StreamFault) {
    if cursor > 0 {
      position.advance(over: storage.text(0..<cursor))
      storage.discard(cursor)
      cursor = 0
    }
    let goal = storage.count * 2
    repeat {
      guard storage.count < Int(UInt32.max) - DocumentReader.chunk * 2 else { throw fault(.tooLarge, at: 0) }
      if !source.isReadable() { onWait() }
      do {
        if try storage.read(from: source) == 0 { isAtEnd = true }
      } catch {
        throw .unreadable(error)
      }
    } while !isAtEnd && storage.count < goal && source.isReadable()
  }
}

/// Bytes read from a source, with the zero behind them that ``JSONParser`` asks for.
final class ReadStorage {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity + JSONParser.padding)
    seal()
  }

  deinit { bytes.deallocate() }

  func text(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
  }

  func reset() {
    count = 0
    seal()
  }

  func append(_ text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count)
    if let start = text.baseAddress { (bytes + count).update(from: start, count: text.count) }
    count += text.count
    seal()
  }

  func discard(_ length: Int) {
    count -= length
    bytes.update(from: bytes + length, count: count)
    seal()
  }

  func read(from source: ByteSource) throws(SystemError) -> Int {
    reserve(DocumentReader.chunk / 2)
    let added = try source.read(into: bytes + count, capacity: capacity - count)
    count += added
    seal()
    return added
  }

  private func seal() {
    (bytes + count).update(repeating: 0, count: JSONParser.padding)
  }

  private func reserve(_ additional: Int) {
    guard count + additional > capacity else { return }
    while count + additional > capacity { capacity *= 2 }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + JSONParser.padding)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}

/// Values that travel together from the reader to a worker, with the text they are views of.
final class DocumentBatch: @unchecked Sendable {
  let tape = JSONTape()
  fileprivate(set) var storage: ReadStorage?
  private var roots: [Int] = []
  private(set) var duplicateKeyPositions: [(document: Int, position: TextPosition)] = []

  var isEmpty: Bool { roots.isEmpty }
  var count: Int { roots.count }

  subscript(document: Int) -> JSONElement? {
    storage.map { JSONElement(base: UnsafePointer($0.bytes), tape: tape, index: roots[document]) }
  }

  fileprivate func append(_ root: Int) { roots.append(root) }

  fileprivate func noteDuplicateKey(at position: TextPosition) {
    duplicateKeyPositions.append((roots.count - 1, position))
  }
}
