import CommandLineTool
import JSON
import ModelSpec
import Platform

/// The parallel form of a ``FilterPipeline``, for NDJSON.
///
/// This thread reads the stream and cuts it at line ends, without looking at the JSON. Workers parse and process the
/// pieces, and whoever completes the next one in order writes it. A cut inside a value (text over several lines, a
/// top-level array) or a fault shows when its turn comes: nothing after that place has been written then, and the rest
/// of the stream is left to the serial form, which has no need to guess.
final class ParallelPipeline: @unchecked Sendable {
  /// A piece of the stream, from the start of a line to the end of one.
  private final class Piece {
    let number: Int
    let storage: ReadStorage
    let output: FilterOutput
    /// How far the text could be processed, in bytes.
    var processedCount = 0

    init(number: Int, storage: ReadStorage, output: FilterOutput) {
      self.number = number
      self.storage = storage
      self.output = output
    }
  }

  private let pipeline: FilterPipeline
  private let source: ByteSource
  private let stream: OutputStream
  private let monitor = Monitor()

  // Guarded by the monitor.
  private var waiting: [Piece] = []
  private var finished: [Int: Piece] = [:]
  private var spareStorages: [ReadStorage] = []
  private var spareOutputs: [FilterOutput] = []
  private var nextToWrite = 0
  private var linesWritten = 0
  private var isWriting = false
  private var isClosed = false
  private var isStuck = false
  private var writeError: SystemError?
  private(set) var failureCount = 0
  private(set) var documentCount = 0

  /// Whether a line feed of ours is after the last line of the stream, so that a number there is known to be whole.
  private var hasEndedLastLine = false

  /// How long a piece is at least while there is enough to read, in bytes.
  private static let pieceLength = 1 << 18

  init(_ pipeline: FilterPipeline, source: ByteSource, stream: OutputStream) {
    self.pipeline = pipeline
    self.source = source
    self.stream = stream
  }

  /// Works through the stream.
  ///
  /// - Returns: the rest of the stream, when there is one that needs the serial form.
  func run<Filter: DocumentFilter>(makeFilter: @Sendable () -> Filter) throws(ToolError) -> RestOfStream? {
    let filters = (0..<pipeline.jobs).map { _ in makeFilter() }
    let workers = filters.map { filter in Thread { [self] in work(with: filter) } }
    var readError: SystemError?
    let tail = ReadStorage()
    do throws(SystemError) { try read(leaving: tail) } catch { readError = error }
    monitor.synchronized {
      isClosed = true
      monitor.broadcast()
    }
    for worker in workers { worker.join() }
    if let writeError { throw ToolError.cannotWriteOutput(writeError) }
    if let rest = takeRest(and: tail) { return rest }
    if let readError { throw ToolError.cannotReadInput(readError) }
    return nil
  }

  /// Cuts the stream into pieces until its end, or until one of them turns out to be cut wrongly; the text after the
  /// last cut is left in `tail`.
  private func read(leaving tail: ReadStorage) throws(SystemError) {
    var number = 0
    var isAtEnd = false
    while !isAtEnd {
      let storage = takeStorage()
      storage.append(tail.text(0..<tail.count))
      let known = tail.count
      tail.removeAll()
      let cut = try fill(storage, known: known, isAtEnd: &isAtEnd)
      tail.append(storage.text(cut..<storage.count))
      storage.truncate(to: cut)
      guard enqueue(Piece(number: number, storage: storage, output: takeOutput())) else { return }
      number += 1
    }
  }

  /// Reads lines: as many as there are without waiting, up to the length of a piece.
  ///
  /// - Returns: where the last line ends. At the end of the stream the last line ends with the text.
  private func fill(_ storage: ReadStorage, known: Int, isAtEnd: inout Bool) throws(SystemError) -> Int {
    var searched = known
    var cut: Int?
    while true {
      if try storage.read(from: source) == 0 {
        isAtEnd = true
        hasEndedLastLine = storage.endLastLine()
        return storage.count
      }
      cut = storage.endOfLastLine(from: searched) ?? cut
      searched = storage.count
      if let cut, storage.count >= ParallelPipeline.pieceLength || !source.isReadable() { return cut }
      // A line that does not end may be text over which only the serial form could stop in time.
      if storage.count >= ReadStorage.maximumCount { return storage.count }
    }
  }

  private func takeStorage() -> ReadStorage {
    monitor.synchronized { spareStorages.popLast() } ?? ReadStorage(capacity: ParallelPipeline.pieceLength * 5 / 4)
  }

  private func takeOutput() -> FilterOutput {
    monitor.synchronized { spareOutputs.popLast() } ?? pipeline.makeOutput()
  }

  /// Hands a piece to the workers, waiting while too many are under way; false when no more are wanted.
  private func enqueue(_ piece: Piece) -> Bool {
    monitor.synchronized {
      while piece.number - nextToWrite >= pipeline.jobs * 2, writeError == nil, !isStuck { monitor.wait() }
      waiting.append(piece)
      monitor.broadcast()
      return writeError == nil && !isStuck
    }
  }

  private func work(with filter: some DocumentFilter) {
    var filter = filter
    while let piece = dequeue() {
      process(piece, with: &filter)
      complete(piece)
    }
  }

  private func dequeue() -> Piece? {
    monitor.synchronized {
      while waiting.isEmpty, !isClosed { monitor.wait() }
      return waiting.isEmpty ? nil : waiting.removeFirst()
    }
  }

  private func process(_ piece: Piece, with filter: inout some DocumentFilter) {
    let reader = DocumentReader(
      storage: piece.storage, of: nil, at: .start, isStartOfStream: piece.number == 0, options: pipeline.readerOptions)
    while let document = try? reader.next() {
      if let position = reader.duplicateKeyPosition { piece.output.messages.append(.duplicateKey(position)) }
      piece.output.locator = reader.locator
      pipeline.process(document, with: &filter, into: piece.output)
    }
    piece.processedCount = reader.cursor
  }

  /// Writes this piece and all that now follow it in order, unless another worker is at it.
  private func complete(_ piece: Piece) {
    monitor.lock()
    defer { monitor.unlock() }
    finished[piece.number] = piece
    guard !isWriting, !isStuck else { return }
    isWriting = true
    while !isStuck, let next = finished[nextToWrite] {
      let lines = linesWritten
      if writeError == nil {
        monitor.unlock()
        var failed: SystemError?
        do { try next.output.deliver(to: stream, pipeline.diagnostics, linesBefore: lines) } catch { failed = error }
        let count = next.storage.lineCount(upTo: next.processedCount)
        monitor.lock()
        writeError = failed
        linesWritten += count
      }
      failureCount += next.output.failureCount
      documentCount += next.output.documentCount
      next.output.failureCount = 0
      next.output.documentCount = 0
      if next.processedCount < next.storage.count {
        isStuck = true
      } else {
        finished[nextToWrite] = nil
        nextToWrite += 1
        next.storage.removeAll()
        spareStorages.append(next.storage)
        spareOutputs.append(next.output)
      }
      monitor.broadcast()
    }
    isWriting = false
  }

  /// What was read but could not be processed in pieces, in one storage, when there is any.
  private func takeRest(and tail: ReadStorage) -> RestOfStream? {
    guard isStuck, let first = finished[nextToWrite] else { return nil }
    let storage = ReadStorage()
    var position = TextPosition(line: linesWritten + 1, column: 1)
    let text = first.storage.text(0..<first.processedCount)
    let startOfLine = (text.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    position.advance(over: UnsafeBufferPointer(rebasing: text[startOfLine...]))
    storage.append(first.storage.text(first.processedCount..<first.storage.count))
    for number in finished.keys.sorted() where number > first.number {
      if let piece = finished[number] { storage.append(piece.storage.text(0..<piece.storage.count)) }
    }
    if hasEndedLastLine { storage.truncate(to: storage.count - 1) }
    storage.append(tail.text(0..<tail.count))
    return RestOfStream(storage: storage, position: position)
  }
}

extension ReadStorage {
  fileprivate func lineCount(upTo length: Int) -> Int {
    var place = TextPosition.start
    place.advance(over: text(0..<min(length, count)))
    return place.line - 1
  }
}
