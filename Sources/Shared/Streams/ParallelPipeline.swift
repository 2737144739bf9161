import CommandLineTool
import JSON
import ModelSpec
import Platform

/// The form of a ``FilterPipeline`` that uses several threads. It saves time if the stream has one document per line.
///
/// The caller's thread reads the stream and cuts it into chunks at line ends, without parsing it. Worker threads parse
/// and process the chunks. The worker that completes the next chunk in order writes its output.
///
/// A worker stops inside a chunk before a value that does not end in the chunk, before a top-level array that must be
/// read as its elements, before text that is not JSON, and when the chunk has too much output. Then no output of later
/// chunks is written, and one thread processes the rest of the stream.
final class ParallelPipeline: @unchecked Sendable {
  /// A part of the stream: whole lines, unless a line is too long for a storage.
  private final class Chunk {
    /// Its place in the order of the chunks, from 0.
    let number: Int
    let storage: ReadStorage
    let output: FilterOutput
    /// Whether the text ends inside a line that is too long for a chunk. The workers leave such a chunk unread.
    let endsInsideLine: Bool
    /// How many bytes of the chunk were processed; all of them unless the worker stopped.
    var processedCount = 0
    /// Whether the processed text ends with a number or literal, so that another number or literal cannot follow at
    /// once.
    var needsSeparator = false

    init(number: Int, storage: ReadStorage, output: FilterOutput, endsInsideLine: Bool) {
      self.number = number
      self.storage = storage
      self.output = output
      self.endsInsideLine = endsInsideLine
    }
  }

  private let pipeline: FilterPipeline
  private let source: ByteReader
  private let stream: OutputStream
  private let monitor = Monitor()

  // The variables from here to `counts` are used only with the monitor's lock, or when no worker runs.

  /// The chunks that no worker has taken yet.
  private var waiting: [Chunk] = []
  /// The processed chunks whose output is not written yet, by number.
  private var finished: [Int: Chunk] = [:]
  private var spareStorages: [ReadStorage] = []
  private var spareOutputs: [FilterOutput] = []
  /// The number of the next chunk whose output is written.
  private var nextToWrite = 0
  /// The number of input lines whose output is written.
  private var linesWritten = 0
  /// Whether a worker is writing output.
  private var isWriting = false
  /// Whether no more chunks are added to ``waiting``.
  private var isClosed = false
  /// Whether a worker stopped inside the next chunk to write.
  private var needsSerialProcessing = false
  private var writeError: SystemError?
  private(set) var counts = DocumentCounts()

  /// Whether a line feed was added after the last line of the stream, so that a number at its end counts as complete.
  /// Only the caller's thread uses this variable.
  private var hasEndedLastLine = false
  /// Why the source cannot be read any more; reported after the text that was read before is processed. Only the
  /// caller's thread uses this variable.
  private var readError: SystemError?

  /// When this many bytes are read, they are cut after the last line. If no more input is available yet, they are cut
  /// earlier.
  private static let chunkLength = 1 << 18
  /// The length, in bytes, of a line without an end from which one thread processes the rest of the stream. It parses
  /// the text as it arrives, so text that is not JSON is an error at its start, however long the line is.
  private static let longestLine = 1 << 24

  init(_ pipeline: FilterPipeline, source: ByteReader, stream: OutputStream) {
    self.pipeline = pipeline
    self.source = source
    self.stream = stream
  }

  /// Processes the stream.
  ///
  /// - Parameter makeFilter: makes the filter of a worker.
  /// - Returns: the rest of the stream, which one thread must process; nil if all of it was processed. It is the
  ///   whole stream if the system cannot create a thread.
  /// - Throws: ``ToolError`` when the input cannot be read, or the output cannot be written.
  func run<Filter: DocumentFilter>(makeFilter: @Sendable () -> Filter) throws(ToolError) -> UnprocessedInput? {
    let filters = (0..<pipeline.jobs).map { _ in makeFilter() }
    let workers = filters.compactMap { filter in Thread { [self] in work(with: filter) } }
    guard !workers.isEmpty else { return .wholeStream }
    let tail = ReadStorage()
    read(leaving: tail)
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

  /// Reads the stream and gives chunks of it to the workers, until its end, until it cannot be read, or until
  /// processing stops. The text after the last chunk is left in `tail`.
  private func read(leaving tail: ReadStorage) {
    var number = 0
    var isAtEnd = false
    while !isAtEnd, readError == nil {
      let storage = takeStorage()
      storage.append(tail.text(0..<tail.count))
      let searched = tail.count
      tail.removeAll()
      let cut = fill(storage, alreadySearched: searched, isAtEnd: &isAtEnd)
      tail.append(storage.text(cut..<storage.count))
      storage.truncate(to: cut)
      let endsInsideLine = !isAtEnd && storage.endOfLastLine(from: 0) != storage.count
      let chunk = Chunk(number: number, storage: storage, output: takeOutput(), endsInsideLine: endsInsideLine)
      guard enqueue(chunk), !endsInsideLine else { return }
      number += 1
    }
  }

  /// Reads the text that is available, at least one line, until a storage has the length of a chunk. If the stream
  /// cannot be read, ``readError`` is set.
  ///
  /// - Parameters:
  ///   - storage: the storage; it may have the start of a line.
  ///   - alreadySearched: the number of bytes in the storage that have no line feed.
  ///   - isAtEnd: is set to true at the end of the stream.
  /// - Returns: the offset after the last line. At the end of the stream, and if it cannot be read, that is all of the
  ///   text.
  private func fill(_ storage: ReadStorage, alreadySearched: Int, isAtEnd: inout Bool) -> Int {
    var searched = alreadySearched
    var cut: Int?
    while true {
      do throws(SystemError) {
        if try storage.read(from: source) == 0 {
          isAtEnd = true
          hasEndedLastLine = storage.endLastLine()
          return storage.count
        }
      } catch {
        readError = error
        return storage.count
      }
      cut = storage.endOfLastLine(from: searched) ?? cut
      searched = storage.count
      if let cut, storage.count >= ParallelPipeline.chunkLength || !source.isReadable() { return cut }
      if storage.count >= ParallelPipeline.longestLine { return storage.count }
    }
  }

  private func takeStorage() -> ReadStorage {
    monitor.synchronized { spareStorages.popLast() } ?? ReadStorage(capacity: ParallelPipeline.chunkLength * 5 / 4)
  }

  private func takeOutput() -> FilterOutput {
    monitor.synchronized { spareOutputs.popLast() } ?? pipeline.makeOutput()
  }

  /// Gives a chunk to the workers. Waits while there are too many chunks whose output is not written.
  ///
  /// - Returns: whether to read more; false after a failed write, or when one thread must process the rest.
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

  /// The next chunk to process; nil when there are no more. Waits for it.
  private func dequeue() -> Chunk? {
    monitor.synchronized {
      while waiting.isEmpty, !isClosed { monitor.wait() }
      return waiting.isEmpty ? nil : waiting.removeFirst()
    }
  }

  private func process(_ chunk: Chunk, with filter: inout some DocumentFilter) {
    guard !chunk.endsInsideLine else { return }
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

  /// Marks a chunk as processed. Writes the output of the chunks that are next in order and processed, unless another
  /// worker is doing that.
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
      counts += next.output.counts
      next.output.counts = DocumentCounts()
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

  /// The part of the stream that the workers did not process, if a worker stopped inside a chunk; nil otherwise.
  private func takeRest(and tail: ReadStorage) -> UnprocessedInput? {
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
    return UnprocessedInput(
      storage: storage, position: position, needsSeparator: first.needsSeparator, readError: readError)
  }
}

extension ReadStorage {
  /// The number of line feeds in the first `length` bytes.
  fileprivate func lineCount(upTo length: Int) -> Int {
    var place = TextPosition.start
    place.advance(over: text(0..<min(length, count)))
    return place.line - 1
  }
}
