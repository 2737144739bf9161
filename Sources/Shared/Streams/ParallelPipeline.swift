import CommandLineTool
import JSON
import ModelSpec
import Platform

/// The parallel form of a ``FilterPipeline``, for NDJSON.
///
/// This thread reads the stream and cuts it at line ends, without looking at the JSON. Workers parse and process the
/// chunks; the worker that completes the next chunk in order writes it. A cut inside a value (a value over several
/// lines, a top-level array), an error, or a chunk with too much output is found before anything after it is written.
/// The rest of the stream is then processed serially.
final class ParallelPipeline: @unchecked Sendable {
  /// A part of the stream that consists of whole lines.
  private final class Chunk {
    let number: Int
    let storage: ReadStorage
    let output: FilterOutput
    /// How many bytes of the text were processed.
    var processedCount = 0
    /// Whether the processed text ends with a number or literal, so that another needs white space before it.
    var needsSeparator = false

    init(number: Int, storage: ReadStorage, output: FilterOutput) {
      self.number = number
      self.storage = storage
      self.output = output
    }
  }

  private let pipeline: FilterPipeline
  private let source: ByteReader
  private let stream: OutputStream
  private let monitor = Monitor()

  // Guarded by the monitor.
  private var waiting: [Chunk] = []
  private var finished: [Int: Chunk] = [:]
  private var spareStorages: [ReadStorage] = []
  private var spareOutputs: [FilterOutput] = []
  private var nextToWrite = 0
  private var linesWritten = 0
  private var isWriting = false
  private var isClosed = false
  private var needsSerialProcessing = false
  private var writeError: SystemError?
  private(set) var failureCount = 0
  private(set) var documentCount = 0
  private(set) var soleDocument: String?

  /// Whether a line feed was added after the last line of the stream, so that a number at its end is complete.
  private var hasEndedLastLine = false

  /// The minimum length of a chunk in bytes, except at the end of the input.
  private static let chunkLength = 1 << 18

  init(_ pipeline: FilterPipeline, source: ByteReader, stream: OutputStream) {
    self.pipeline = pipeline
    self.source = source
    self.stream = stream
  }

  /// Processes the stream.
  ///
  /// - Returns: the rest of the stream that must be processed serially, if any. It is the whole stream if the system
  ///   refuses all threads.
  func run<Filter: DocumentFilter>(makeFilter: @Sendable () -> Filter) throws(ToolError) -> UnreadInput? {
    let filters = (0..<pipeline.jobs).map { _ in makeFilter() }
    let workers = filters.compactMap { filter in Thread { [self] in work(with: filter) } }
    guard !workers.isEmpty else { return .wholeStream }
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
    if let readError { throw pipeline.cannotReadInput(readError) }
    return nil
  }

  /// Cuts the stream into chunks until its end, or until a chunk is found to be cut inside a value. The text after the
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
      guard enqueue(Chunk(number: number, storage: storage, output: takeOutput())) else { return }
      number += 1
    }
  }

  /// Reads the lines that are available, up to the length of a chunk.
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
      if let cut, storage.count >= ParallelPipeline.chunkLength || !source.isReadable() { return cut }
      // A line this long is left to the serial pipeline.
      if storage.count >= ReadStorage.maximumCount { return storage.count }
    }
  }

  private func takeStorage() -> ReadStorage {
    monitor.synchronized { spareStorages.popLast() } ?? ReadStorage(capacity: ParallelPipeline.chunkLength * 5 / 4)
  }

  private func takeOutput() -> FilterOutput {
    monitor.synchronized { spareOutputs.popLast() } ?? pipeline.makeOutput()
  }

  /// Gives a chunk to the workers; waits while too many are unfinished. False when processing has stopped.
  private func enqueue(_ chunk: Chunk) -> Bool {
    monitor.synchronized {
      while chunk.number - nextToWrite >= pipeline.jobs * 2, writeError == nil, !needsSerialProcessing {
        monitor.wait()
      }
      waiting.append(chunk)
      monitor.broadcast()
      return writeError == nil && !needsSerialProcessing
    }
  }

  private func work(with filter: some DocumentFilter) {
    var filter = filter
    while let chunk = dequeue() {
      process(chunk, with: &filter)
      complete(chunk)
    }
  }

  private func dequeue() -> Chunk? {
    monitor.synchronized {
      while waiting.isEmpty, !isClosed { monitor.wait() }
      return waiting.isEmpty ? nil : waiting.removeFirst()
    }
  }

  private func process(_ chunk: Chunk, with filter: inout some DocumentFilter) {
    let reader = DocumentReader(
      storage: chunk.storage, of: nil, at: .start, isStartOfStream: chunk.number == 0, needsSeparator: false,
      options: pipeline.readerOptions)
    while !chunk.output.isFull, let document = try? reader.next() {
      if let position = reader.duplicateKeyPosition { chunk.output.messages.append(.duplicateKey(position)) }
      chunk.output.locator = reader.locator
      pipeline.process(document, with: &filter, into: chunk.output)
    }
    chunk.processedCount = reader.cursor
    chunk.needsSeparator = reader.needsSeparator
  }

  /// Writes this chunk and all completed ones that follow it, unless another worker is writing.
  private func complete(_ chunk: Chunk) {
    monitor.lock()
    defer { monitor.unlock() }
    finished[chunk.number] = chunk
    guard !isWriting, !needsSerialProcessing else { return }
    isWriting = true
    while !needsSerialProcessing, let next = finished[nextToWrite] {
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
      soleDocument = soleDocument ?? next.output.soleDocument
      next.output.failureCount = 0
      next.output.documentCount = 0
      next.output.soleDocument = nil
      if next.processedCount < next.storage.count {
        needsSerialProcessing = true
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

  /// The text that was read but not processed in chunks, in one storage; nil without any.
  private func takeRest(and tail: ReadStorage) -> UnreadInput? {
    guard needsSerialProcessing, let first = finished[nextToWrite] else { return nil }
    let storage = ReadStorage()
    var position = TextPosition(line: linesWritten + 1, column: 1)
    let text = first.storage.text(0..<first.processedCount)
    let startOfLine = (text.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    position.advance(over: UnsafeBufferPointer(rebasing: text[startOfLine...]))
    storage.append(first.storage.text(first.processedCount..<first.storage.count))
    for number in finished.keys.sorted() where number > first.number {
      if let chunk = finished[number] { storage.append(chunk.storage.text(0..<chunk.storage.count)) }
    }
    if hasEndedLastLine { storage.truncate(to: storage.count - 1) }
    storage.append(tail.text(0..<tail.count))
    return UnreadInput(storage: storage, position: position, needsSeparator: first.needsSeparator)
  }
}

extension ReadStorage {
  fileprivate func lineCount(upTo length: Int) -> Int {
    var place = TextPosition.start
    place.advance(over: text(0..<min(length, count)))
    return place.line - 1
  }
}
