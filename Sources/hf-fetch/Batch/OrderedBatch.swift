import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// Fetches many models at once and prints the answers in the order of the requests. Memory is limited by the number of
/// jobs: only a few answers per job wait for an earlier one.

final class OrderedBatch: @unchecked Sendable {
  /// Fetches one model.
  typealias Fetch = @Sendable (ModelReference) -> ModelFetcher.Outcome

  private let jobs: Int
  private let continuesOnError: Bool
  private let isPretty: Bool
  private let diagnostics: Diagnostics
  private let fetch: Fetch
  private let stream = OutputStream()
  private let monitor: Monitor
  private let hasWork: Condition
  private let hasRoom: Condition
  private let hasEnded: Condition

  // Guarded by the monitor.
  private var queue: [(number: Int, item: BatchItem)] = []
  private var answers: [Int: Answer] = [:]
  private var nextToWrite = 0
  private var isWriting = false
  private var count: Int?
  /// How many requests have been read.
  private var readCount = 0
  /// The first failure so far that ends the batch.
  private var lastNumber = Int.max
  private var failureCount = 0
  private var latest = ""
  private var error: ToolError?

  /// An answer that waits for earlier ones.
  private struct Answer {
    let document: ByteBuffer
    var isFailure = true
    /// The failure to report; earlier stages have reported theirs.
    var failure: Failure?
  }

  /// How many requests may be ahead of the next answer to print.
  private let readAhead: Int
  /// Of that, how many per job; and how many at least, so that few jobs do not wait for the reader.
  private static let answersAheadPerJob = 3, leastReadAhead = 24

  /// Makes a batch.
  init(
    jobs: Int, continuesOnError: Bool, isPretty: Bool, diagnostics: Diagnostics, fetch: @escaping Fetch
  ) {
    self.jobs = jobs
    readAhead = max(OrderedBatch.leastReadAhead, jobs * OrderedBatch.answersAheadPerJob)
    self.continuesOnError = continuesOnError
    self.isPretty = isPretty
    self.diagnostics = diagnostics
    self.fetch = fetch
    monitor = Monitor()
    hasWork = Condition(of: monitor)
    hasRoom = Condition(of: monitor)
    hasEnded = Condition(of: monitor)
  }

  /// Processes all items.
  ///
  /// - Parameter next: returns the next item, on another thread; nil at the end.
  /// - Throws: ``ToolError`` when the input cannot be read or the output not be written.
  func run(_ next: @escaping () throws(ToolError) -> BatchItem?) throws(ToolError) -> ExitStatus {
    // The reader thread is not joined: after a failure it may still wait for input.
    _ = Thread { [self] in read(next) }
    for _ in 0..<jobs { _ = Thread { [self] in work() } }
    monitor.lock()
    while !isFinished { hasEnded.wait() }
    let (error, hasFailures) = (error, failureCount > 0)
    monitor.unlock()
    if let error { throw error }
    return hasFailures ? .itemsFailed : .success
  }

  /// The state of the batch.
  var status: BatchStatus {
    monitor.synchronized { BatchStatus(done: nextToWrite, failed: failureCount, total: count, latest: latest) }
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
        wakeIfFinished()
      }
    }
    monitor.synchronized {
      count = number
      wakeIfFinished()
    }
  }

  private func enqueue(_ item: BatchItem, _ number: Int) -> Bool {
    monitor.synchronized {
      while number - nextToWrite >= readAhead, !isFinished { hasRoom.wait() }
      guard number <= lastNumber, !isFinished else { return false }
      queue.append((number, item))
      readCount = number + 1
      hasWork.signal()
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
          signalRoom()
          guard first.number <= lastNumber else { continue }
          if case .request(let reference, _) = first.item { latest = reference.place.text }
          return first
        } else {
          hasWork.wait()
        }
      }
    }
  }

  private func answer(to item: BatchItem) -> Answer {
    var answer = Answer(document: ByteBuffer(capacity: 1024))
    switch item {
    case .passedThrough(let line): line.withUnsafeBufferPointer { answer.document.append($0) }
    case .failure(let failure): answer.failure = failure
    case .request(let reference, let overrides):
      switch fetch(reference) {
      case .success(let snapshot):
        snapshot.write(requested: reference.place.modelID, overrides: overrides, to: answer.document)
        answer.isFailure = false
      case .failure(let failure): answer.failure = failure
      }
    }
    if let failure = answer.failure {
      failure.write(to: answer.document)
      answer.document.endLine()
    }
    if isPretty { answer.document.prettify(from: 0) }
    return answer
  }

  /// Takes an answer, and writes all answers that are next in order.
  private func complete(_ number: Int, _ answer: Answer) {
    monitor.lock()
    defer { monitor.unlock() }
    answers[number] = answer
    if answer.failure != nil, !continuesOnError { lastNumber = min(lastNumber, number) }
    guard !isWriting else { return }
    isWriting = true
    while error == nil, nextToWrite <= lastNumber, let due = answers.removeValue(forKey: nextToWrite) {
      monitor.unlock()
      let failed = deliver(due)
      monitor.lock()
      if let failed { error = error ?? failed }
      if due.isFailure { failureCount += 1 }
      nextToWrite += 1
      signalRoom()
    }
    isWriting = false
    wakeIfFinished()
  }

  /// Lets the reader continue when there is room for many requests, or when no request is left. To wake it for each
  /// request costs more than to answer from the cache.
  private func signalRoom() {
    let ahead = readCount - nextToWrite
    if ahead <= readAhead / 2 || queue.isEmpty && ahead < readAhead { hasRoom.signal() }
  }

  private func wakeIfFinished() {
    guard isFinished else { return }
    for condition in [hasWork, hasRoom, hasEnded] { condition.broadcast() }
  }

  private func deliver(_ answer: Answer) -> ToolError? {
    if let failure = answer.failure { tell(failure) }
    do throws(SystemError) {
      try stream.flush(answer.document)
      return nil
    } catch {
      return BrokenOutput.error(error)
    }
  }

  /// Reports a failure on stderr, with the model's name in front unless the message begins with it.
  private func tell(_ failure: Failure) {
    let subject = failure.modelID.map { "'\($0)'" } ?? ""
    let isNamed = subject.isEmpty || failure.message.hasPrefix(subject)
    diagnostics.error(isNamed ? failure.message : "\(subject): \(failure.message)", hint: failure.hint)
  }
}
