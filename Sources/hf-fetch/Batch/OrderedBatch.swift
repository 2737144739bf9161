import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// Fetches several models at once and prints the results in the order of the requests. Memory is limited: at most
/// ``readAhead`` requests are read whose results are not printed yet.
final class OrderedBatch: @unchecked Sendable {
  /// Fetches one model.
  typealias Fetch = @Sendable (ModelReference) -> FetchResult

  private let jobs: Int
  private let continuesOnError: Bool
  private let isPretty: Bool
  private let diagnostics: Diagnostics
  private let fetch: Fetch
  private let stream: OutputStream
  /// The number of queued requests that wakes a job. If it is above 1, results are also gathered and printed together.
  private let requestsPerWake: Int
  /// The documents to print next, in order. Only the thread that prints uses them and their messages.
  private let gathered = ByteBuffer()
  /// The messages about the failures in ``gathered``.
  private var gatheredMessages: [Diagnostics.Message] = []
  private let monitor: Monitor
  private let hasWork: Condition
  private let hasRoom: Condition
  private let hasEnded: Condition

  // Guarded by the monitor.
  private var queue: [(number: Int, item: BatchItem)] = []
  private var results: [Int: PrintableResult] = [:]
  /// The number of the next request whose result is printed.
  private var nextToPrint = 0
  /// Whether a thread is printing. Only that thread may print.
  private var isPrinting = false
  /// Whether the process is about to end by an interrupt, so that no more results are gathered.
  private var isInterrupted = false
  /// The number of requests; nil until all of them have been read.
  private var total: Int?
  /// The number of requests that have been queued so far.
  private var readCount = 0
  /// The number of the first request whose failure ends the batch; `Int.max` before such a failure.
  private var failedNumber = Int.max
  private var failureCount = 0
  private var finishedCount = 0
  /// The id or path of the model whose fetch started last.
  private var latest = ""
  /// Why the output cannot be written, which ends the batch at once.
  private var outputError: ToolError?
  /// Why no more requests can be read. It ends the batch after the requests that were read.
  private var inputError: ToolError?

  /// The result of one request, as the document to print.
  private struct PrintableResult {
    let document: ByteBuffer
    var isFailure = true
    /// The failure to report on stderr; nil for a success, and for a failure of an earlier stage, which reported it.
    var failure: Failure?
  }

  /// The maximum number of requests that are read, but whose results are not printed yet.
  private let readAhead: Int
  private static let readAheadPerJob = 3
  /// With few jobs, more requests are read ahead, so that a job does not wait for the reader.
  private static let minimumReadAhead = 24

  /// The number of queued requests that wakes a job, and the number of bytes to print together, when nothing waits for
  /// the network or for input. With a wake-up and a write for each model, 450,000 cached models took a third more time.
  private static let gatheredRequests = 8, gatheredBytes = 1 << 16

  /// Makes a batch; ``run(_:)`` starts it.
  ///
  /// - Parameter neverWaits: whether all requests are known and nothing is read from the network, so that results may
  ///   be printed together.
  init(
    jobs: Int, continuesOnError: Bool, isPretty: Bool, neverWaits: Bool, diagnostics: Diagnostics,
    stream: OutputStream = OutputStream(), fetch: @escaping Fetch
  ) {
    self.jobs = jobs
    self.stream = stream
    requestsPerWake = neverWaits ? OrderedBatch.gatheredRequests : 1
    readAhead = max(OrderedBatch.minimumReadAhead, jobs * OrderedBatch.readAheadPerJob)
    self.continuesOnError = continuesOnError
    self.isPretty = isPretty
    self.diagnostics = diagnostics
    self.fetch = fetch
    monitor = Monitor()
    hasWork = Condition(of: monitor)
    hasRoom = Condition(of: monitor)
    hasEnded = Condition(of: monitor)
  }

  /// Fetches the models of all requests, and prints the results, up to a failure that ends the batch. If the input
  /// cannot be read to its end, the results of the requests that were read are printed before the error is thrown.
  ///
  /// If the system refuses a thread for reading, the calling thread reads the requests. If the system refuses all
  /// threads, the calling thread also fetches the models.
  ///
  /// - Parameter next: returns the next request, or nil at the end. It is called on one thread.
  /// - Throws: ``ToolError`` when the input cannot be read or the output cannot be written.
  func run(_ next: @escaping () throws(ToolError) -> BatchItem?) throws(ToolError) -> ExitStatus {
    let workers = (0..<jobs).compactMap { _ in Thread { [self] in work() } }
    let fetchesModels = workers.isEmpty
    // The reader thread is not joined: after a failure it may still wait for input.
    if fetchesModels || Thread({ [self] in read(next) }) == nil { read(next, fetchesModels: fetchesModels) }
    monitor.lock()
    while !isFinished || isPrinting { hasEnded.wait() }
    isPrinting = true
    let (outputError, hasFailures) = (outputError, failureCount > 0)
    // If a failure ended the batch, an error in the rest of the input does not matter.
    let inputError = failedNumber == .max ? inputError : nil
    monitor.unlock()
    if let error = outputError ?? printGathered() ?? inputError { throw error }
    return hasFailures ? .itemsFailed : .success
  }

  /// The progress so far, for ``BatchProgress``. Safe to call from any thread.
  var status: BatchStatus {
    monitor.synchronized {
      BatchStatus(
        done: nextToPrint, finished: finishedCount, failed: failureCount, total: total, latest: latest)
    }
  }

  /// Prints the results that were gathered, so that those which ``status`` counts are not lost when an interrupt ends
  /// the process. After this call, nothing is printed, and ``run(_:)`` does not return. Safe to call from any thread.
  func printBeforeInterruption() {
    // Without gathering, each result is printed before it is counted.
    guard requestsPerWake > 1 else { return }
    monitor.synchronized {
      isInterrupted = true
      while isPrinting { hasEnded.wait() }
      isPrinting = true
    }
    _ = printGathered()
  }

  private var isFinished: Bool {
    outputError != nil || nextToPrint > failedNumber || total.map { nextToPrint >= $0 } ?? false
  }

  /// Reads and queues requests until the input or the batch ends. With `fetchesModels`, also fetches the model of each
  /// before it reads the next.
  private func read(_ next: () throws(ToolError) -> BatchItem?, fetchesModels: Bool = false) {
    var number = 0
    var readError: ToolError?
    do throws(ToolError) {
      while let item = try next() {
        guard enqueue(item, number) else { return }
        if fetchesModels, let (number, item) = dequeue() { complete(number, result(of: item)) }
        number += 1
      }
    } catch {
      readError = error
    }
    monitor.synchronized {
      inputError = readError
      total = number
      hasWork.broadcast()
      wakeIfFinished()
    }
  }

  private func enqueue(_ item: BatchItem, _ number: Int) -> Bool {
    monitor.synchronized {
      while number - nextToPrint >= readAhead, !isFinished {
        hasWork.broadcast()
        hasRoom.wait()
      }
      guard number <= failedNumber, !isFinished else { return false }
      queue.append((number, item))
      readCount = number + 1
      if queue.count >= requestsPerWake { hasWork.signal() }
      return true
    }
  }

  private func work() {
    while let (number, item) = dequeue() { complete(number, result(of: item)) }
  }

  private func dequeue() -> (Int, BatchItem)? {
    monitor.synchronized {
      while true {
        if isFinished { return nil }
        if let first = queue.first {
          queue.removeFirst()
          signalRoom()
          guard first.number <= failedNumber else { continue }
          if case .request(let reference, _) = first.item { latest = reference.target.text }
          return first
        } else {
          hasWork.wait()
        }
      }
    }
  }

  private func result(of item: BatchItem) -> PrintableResult {
    var result = PrintableResult(document: ByteBuffer(capacity: 1024))
    switch item {
    case .passedThrough(let line): line.withUnsafeBufferPointer { result.document.append($0) }
    case .failure(let failure): result.failure = failure
    case .request(let reference, let overrides):
      switch fetch(reference) {
      case .success(let snapshot):
        snapshot.write(requested: reference.target.modelID, overrides: overrides, to: result.document)
        result.isFailure = false
      case .failure(let failure): result.failure = failure
      }
    }
    if let failure = result.failure {
      failure.inTermsOfCaller.write(to: result.document)
      result.document.endLine()
    }
    if isPretty { result.document.prettify(from: 0) }
    return result
  }

  /// Stores a result, and prints all results that are next in order. If another thread is printing, that thread prints
  /// them.
  private func complete(_ number: Int, _ result: PrintableResult) {
    monitor.lock()
    defer { monitor.unlock() }
    results[number] = result
    finishedCount += 1
    if let failure = result.failure, !continuesOnError || failure.endsBatch { failedNumber = min(failedNumber, number) }
    guard !isPrinting else { return }
    isPrinting = true
    while outputError == nil, !isInterrupted, nextToPrint <= failedNumber,
      let next = results.removeValue(forKey: nextToPrint)
    {
      monitor.unlock()
      let printError = print(next)
      monitor.lock()
      if let printError { outputError = outputError ?? printError }
      if next.isFailure { failureCount += 1 }
      nextToPrint += 1
      signalRoom()
    }
    isPrinting = false
    if isInterrupted { hasEnded.broadcast() }
    wakeIfFinished()
  }

  /// Wakes the reader when there is room for many requests, or for one and the queue is empty. Waking it for each
  /// request takes longer than reading a model from the cache.
  private func signalRoom() {
    let ahead = readCount - nextToPrint
    if ahead <= readAhead / 2 || queue.isEmpty && ahead < readAhead { hasRoom.signal() }
  }

  private func wakeIfFinished() {
    guard isFinished else { return }
    for condition in [hasWork, hasRoom, hasEnded] { condition.broadcast() }
  }

  /// Gathers a result and the message about its failure, and prints what was gathered when it is enough.
  ///
  /// - Returns: the error if the output cannot be written; nil otherwise.
  private func print(_ result: PrintableResult) -> ToolError? {
    if let failure = result.failure { gatheredMessages.append(message(failure)) }
    gathered.append(contentsOf: result.document)
    let isGathering = requestsPerWake > 1 && gathered.count < OrderedBatch.gatheredBytes
    return isGathering ? nil : printGathered()
  }

  /// Prints the messages and results that were gathered.
  ///
  /// - Returns: the error if the output cannot be written; nil otherwise.
  private func printGathered() -> ToolError? {
    diagnostics.write(gatheredMessages)
    gatheredMessages.removeAll(keepingCapacity: true)
    do throws(SystemError) {
      try stream.flush(gathered)
      return nil
    } catch {
      return BrokenOutput.error(error)
    }
  }

  /// The message about a failure.
  private func message(_ failure: Failure) -> Diagnostics.Message {
    Diagnostics.Message(.error, Failure.message(failure.message, about: failure.modelID), hint: failure.hint)
  }
}

extension Failure {
  /// Whether every later request would fail in the same way: the token was refused. With status 403, the token may lack
  /// access to this model only.
  fileprivate var endsBatch: Bool { stage == .fetch && code == .unauthorized && status != 403 }
}
