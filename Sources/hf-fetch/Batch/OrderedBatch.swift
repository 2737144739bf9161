import Shared

/// Fetches many models at once and answers in the order of the requests.
///
/// Memory is bounded by the number of jobs: no more than a few answers a job wait for an earlier one.
final class OrderedBatch: @unchecked Sendable {
  /// What makes the answer to a request.
  typealias Fetch = @Sendable (ModelReference) -> ModelFetcher.Outcome

  private let jobs: Int
  private let continuesOnError: Bool
  private let isPretty: Bool
  private let fetch: Fetch
  private let stream = OutputStream()
  private let monitor = Monitor()

  // Guarded by the monitor.
  private var queue: [(number: Int, item: BatchItem)] = []
  private var answers: [Int: Answer] = [:]
  private var nextToWrite = 0
  private var isWriting = false
  private var count: Int?
  /// The first failure so far that ends the batch.
  private var lastNumber = Int.max
  private var hasFailures = false
  private var error: ToolError?

  /// An answer that may have to wait for its turn.
  private struct Answer {
    let document: ByteBuffer
    let isFailure: Bool
    /// Whether the batch ends with it.
    let endsBatch: Bool
  }

  /// How many requests a job may be ahead of the answer that is due.
  private static let answersAheadPerJob = 3

  /// Makes a batch.
  init(jobs: Int, continuesOnError: Bool, isPretty: Bool, fetch: @escaping Fetch) {
    self.jobs = jobs
    self.continuesOnError = continuesOnError
    self.isPretty = isPretty
    self.fetch = fetch
  }

  /// Answers all items.
  ///
  /// - Parameter next: gives the next item, on a thread of its own; nil at the end.
  /// - Throws: ``ToolError`` when the input cannot be read or the output not be written.
  func run(_ next: @escaping () throws(ToolError) -> BatchItem?) throws(ToolError) -> ExitStatus {
    // Nobody waits for the reader: it may wait for input that never comes when the batch has ended with a failure.
    _ = Thread { [self] in read(next) }
    for _ in 0..<jobs { _ = Thread { [self] in work() } }
    monitor.lock()
    while !isFinished { monitor.wait() }
    let (error, hasFailures) = (error, hasFailures)
    monitor.unlock()
    if let error { throw error }
    return hasFailures ? .itemsFailed : .success
  }

  private var isFinished: Bool {
    error != nil || nextToWrite > lastNumber || count.map { nextToWrite >= $0 } ?? false
  }

  private func read(_ next: () throws(ToolError) -> BatchItem?) {
    var number = 0
    do throws(ToolError) {
      while let item = try next() {
        guard enqueue(item, number) else { return }
        number += 1
      }
    } catch {
      return monitor.synchronized {
        self.error = self.error ?? error
        monitor.broadcast()
      }
    }
    monitor.synchronized {
      count = number
      monitor.broadcast()
    }
  }

  private func enqueue(_ item: BatchItem, _ number: Int) -> Bool {
    monitor.synchronized {
      while number - nextToWrite >= jobs * OrderedBatch.answersAheadPerJob, !isFinished { monitor.wait() }
      guard number <= lastNumber, !isFinished else { return false }
      queue.append((number, item))
      monitor.broadcast()
      return true
    }
  }

  private func work() {
    while let (number, item) = dequeue() { complete(number, answer(to: item)) }
  }

  private func dequeue() -> (Int, BatchItem)? {
    monitor.synchronized {
      while true {
        if isFinished { return nil }
        if let first = queue.first {
          queue.removeFirst()
          if first.number <= lastNumber { return first }
        } else {
          monitor.wait()
        }
      }
    }
  }

  private func answer(to item: BatchItem) -> Answer {
    let document = ByteBuffer(capacity: 1024)
    var isFailure = true
    var isOurs = true
    switch item {
    case .passedThrough(let line):
      line.withUnsafeBufferPointer { document.append($0) }
      isOurs = false
    case .failure(let failure): write(failure, to: document)
    case .request(let reference, let overrides):
      switch fetch(reference) {
      case .success(let snapshot):
        snapshot.write(overrides: overrides, to: document)
        isFailure = false
      case .failure(let failure): write(failure, to: document)
      }
    }
    if isPretty { document.prettify(from: 0) }
    return Answer(document: document, isFailure: isFailure, endsBatch: isFailure && isOurs && !continuesOnError)
  }

  private func write(_ failure: Failure, to document: ByteBuffer) {
    failure.write(to: document)
    document.endLine()
  }

  /// Takes an answer, and writes it and those behind it as far as their turn has come.
  private func complete(_ number: Int, _ answer: Answer) {
    monitor.lock()
    defer { monitor.unlock() }
    answers[number] = answer
    if answer.endsBatch { lastNumber = min(lastNumber, number) }
    guard !isWriting else { return }
    isWriting = true
    while error == nil, nextToWrite <= lastNumber, let due = answers.removeValue(forKey: nextToWrite) {
      monitor.unlock()
      let failed = deliver(due.document)
      monitor.lock()
      if let failed { error = error ?? failed }
      hasFailures = hasFailures || due.isFailure
      nextToWrite += 1
      monitor.broadcast()
    }
    isWriting = false
    monitor.broadcast()
  }

  private func deliver(_ document: ByteBuffer) -> ToolError? {
    do throws(SystemError) {
      try stream.flush(document)
      return nil
    } catch {
      return BrokenOutput.error(error)
    }
  }
}
