/// What one document became: the documents to print, and what to say about them.
public final class FilterOutput {
  /// Where the documents go, one a line.
  public let documents = ByteBuffer(capacity: 1 << 16)
  /// How many of them are failures.
  public fileprivate(set) var failureCount = 0
  fileprivate var messages: [(severity: Diagnostics.Severity, message: String, hint: String?)] = []

  /// Makes an empty output.
  public init() {}

  /// Prints a failure in the document's place.
  public func fail(_ failure: Failure) {
    failureCount += 1
    failure.write(to: documents)
    documents.endLine()
  }

  /// Warns of something, in the order of the documents.
  public func warn(_ message: String, hint: String? = nil) { messages.append((.warning, message, hint)) }

  /// Tells something, in the order of the documents.
  public func note(_ message: String, hint: String? = nil) { messages.append((.note, message, hint)) }
}

/// A stage that turns each document into others, independent of its neighbours. Each worker has one of its own.
public protocol DocumentFilter {
  /// Handles one document. Failures of earlier stages never arrive here: they pass through untouched.
  mutating func process(_ document: JSONElement, into output: FilterOutput)
}

/// Runs a ``DocumentFilter`` over a stream: order kept, memory constant, as many workers as asked for.
public struct FilterPipeline: Sendable {
  /// The stage's name, for failures.
  public let stage: Stage
  /// Where messages go.
  public let diagnostics: Diagnostics
  /// Whether to indent the output.
  public let isPretty: Bool
  /// How many workers; 1 works on the reading thread itself.
  public let jobs: Int
  /// How the input is taken.
  public let readerOptions: DocumentReader.Options

  /// Describes a pipeline.
  public init(
    stage: Stage, diagnostics: Diagnostics, isPretty: Bool = false, jobs: Int = 1, readerOptions: DocumentReader.Options = []
  ) {
    self.stage = stage
    self.diagnostics = diagnostics
    self.isPretty = isPretty
    self.jobs = jobs
    self.readerOptions = readerOptions
  }

  /// The number of processor cores there are for us.
  public static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Runs the stage to the end of its input.
  ///
  /// - Returns: success, or ``ExitStatus/itemsFailed`` when a failure is in the output.
  /// - Throws: ``ToolError`` when the input cannot be read or the output not be written.
  public func run<Filter: DocumentFilter>(
    from source: ByteSource = .standardInput, to descriptor: Int32 = STDOUT_FILENO, makeFilter: @Sendable () -> Filter
  ) throws(ToolError) -> ExitStatus {
    if jobs > 1 {
      return try ParallelRun(self, source: source, descriptor: descriptor).run(makeFilter: makeFilter)
    }
    let stream = OutputStream(descriptor: descriptor)
    let output = FilterOutput()
    var writeError: SystemError?
    func flush() {
      do { try deliver(output, to: stream) } catch { writeError = error }
    }
    let reader = DocumentReader(source, options: readerOptions, onWait: flush)
    var filter = makeFilter()
    do throws(StreamFault) {
      while writeError == nil, let document = try reader.next() {
        if let position = reader.duplicateKeyPosition { warnOfDuplicateKey(at: position, output) }
        process(document, with: &filter, into: output)
        if output.documents.count >= 1 << 16 { flush() }
      }
    } catch {
      try report(error, to: output)
    }
    flush()
    if let writeError { throw ToolError.cannotWriteOutput(writeError) }
    return output.failureCount > 0 ? .itemsFailed : .success
  }

  fileprivate func process(_ document: JSONElement, with filter: inout some DocumentFilter, into output: FilterOutput) {
    let start = output.documents.count
    if document.failureError != nil {
      output.failureCount += 1
      output.documents.element(document)
      output.documents.endLine()
    } else {
      filter.process(document, into: output)
    }
    if isPretty { output.documents.prettify(from: start) }
  }

  fileprivate func warnOfDuplicateKey(at position: TextPosition, _ output: FilterOutput) {
    output.warn("duplicate key at line \(position.line), column \(position.column): the last one counts")
  }

  /// Puts the failure for a broken stream into the output; an unreadable source is the surroundings' fault.
  fileprivate func report(_ fault: StreamFault, to output: FilterOutput) throws(ToolError) {
    switch fault {
    case .malformed(let reason, let position):
      let failure = Failure.malformedInput(stage: stage, reason: reason, at: position)
      let start = output.documents.count
      output.fail(failure)
      if isPretty { output.documents.prettify(from: start) }
      output.messages.append((.error, failure.message, nil))
    case .unreadable(let error):
      throw ToolError.cannotReadInput(error)
    }
  }

  /// Prints what has gathered: messages first, since they are about documents that are about to appear.
  fileprivate func deliver(_ output: FilterOutput, to stream: OutputStream) throws(SystemError) {
    for (severity, message, hint) in output.messages {
      switch severity {
      case .error: diagnostics.error(message, hint: hint)
      case .warning: diagnostics.warning(message, hint: hint)
      case .note: diagnostics.note(message, hint: hint)
      }
    }
    output.messages.removeAll(keepingCapacity: true)
    defer { output.documents.truncate() }
    try stream.write(output.documents.bytes)
  }
}

extension ByteBuffer {
  /// Indents the documents that stand behind an offset, each on a line of its own so far.
  public func prettify(from start: Int) {
    let lines = UnsafeBufferPointer(rebasing: bytes[start...]).split(separator: UInt8(ascii: "\n"))
    let documents = lines.compactMap { try? JSONDocument(Array($0)) }
    truncate(to: start)
    for document in documents {
      pretty(document.root)
      endLine()
    }
  }
}

/// The parallel form: this thread reads and parses, workers process, and whoever completes the next batch in order
/// writes it.
private final class ParallelRun: @unchecked Sendable {
  private let pipeline: FilterPipeline
  private let source: ByteSource
  private let stream: OutputStream
  private let monitor = Monitor()

  // Guarded by the monitor.
  private var queue: [(number: Int, batch: DocumentBatch)] = []
  private var finished: [Int: FilterOutput] = [:]
  private var nextToWrite = 0
  private var isWriting = false
  private var isClosed = false
  private var writeError: SystemError?
  private var failureCount = 0

  init(_ pipeline: FilterPipeline, source: ByteSource, descriptor: Int32) {
    self.pipeline = pipeline
    self.source = source
    stream = OutputStream(descriptor: descriptor)
  }

  func run<Filter: DocumentFilter>(makeFilter: @Sendable () -> Filter) throws(ToolError) -> ExitStatus {
    var readError: ToolError?
    withoutActuallyEscaping(makeFilter) { makeFilter in
      let workers = (0..<pipeline.jobs).map { _ in
        Thread { [self] in work(with: makeFilter()) }
      }
      do throws(ToolError) { try read() } catch { readError = error }
      monitor.synchronized {
        isClosed = true
        monitor.broadcast()
      }
      for worker in workers { worker.join() }
    }
    if let writeError { throw ToolError.cannotWriteOutput(writeError) }
    if let readError { throw readError }
    return failureCount > 0 ? .itemsFailed : .success
  }

  private func read() throws(ToolError) {
    let reader = DocumentReader(source, options: pipeline.readerOptions)
    var number = 0
    do throws(StreamFault) {
      while true {
        let batch = DocumentBatch()
        try reader.fill(batch)
        if batch.isEmpty || !enqueue(batch, number) { return }
        number += 1
      }
    } catch {
      let output = FilterOutput()
      try pipeline.report(error, to: output)
      complete(number, output)
    }
  }

  /// Hands a batch to the workers, waiting while too many are under way; false once the output is broken.
  private func enqueue(_ batch: DocumentBatch, _ number: Int) -> Bool {
    monitor.synchronized {
      while number - nextToWrite >= pipeline.jobs * 4, writeError == nil { monitor.wait() }
      queue.append((number, batch))
      monitor.broadcast()
      return writeError == nil
    }
  }

  private func work(with filter: some DocumentFilter) {
    var filter = filter
    while let (number, batch) = dequeue() {
      let output = FilterOutput()
      var duplicates = batch.duplicateKeyPositions[...]
      for index in 0..<batch.count {
        while let first = duplicates.first, first.document == index {
          pipeline.warnOfDuplicateKey(at: first.position, output)
          duplicates.removeFirst()
        }
        guard let document = batch[index] else { continue }
        pipeline.process(document, with: &filter, into: output)
      }
      complete(number, output)
    }
  }

  private func dequeue() -> (Int, DocumentBatch)? {
    monitor.synchronized {
      while queue.isEmpty, !isClosed { monitor.wait() }
      return queue.isEmpty ? nil : queue.removeFirst()
    }
  }

  private func complete(_ number: Int, _ output: FilterOutput) {
    monitor.lock()
    defer { monitor.unlock() }
    finished[number] = output
    guard !isWriting else { return }
    isWriting = true
    while let next = finished.removeValue(forKey: nextToWrite) {
      if writeError == nil {
        monitor.unlock()
        var failed: SystemError?
        do { try pipeline.deliver(next, to: stream) } catch { failed = error }
        monitor.lock()
        writeError = failed
      }
      failureCount += next.failureCount
      nextToWrite += 1
      monitor.broadcast()
    }
    isWriting = false
  }
}
