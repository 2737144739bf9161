import ModelSpec
import Platform
import Synchronization

/// Applies a function to all elements, on the calling thread and on helper threads.
///
/// - Parameter jobs: the maximum number of elements to process at once. It can be fewer: all maps share the helper
///   threads, and the system may refuse threads.
/// - Returns: the results, in the order of the elements.
/// - Throws: the first failure that happens; no more elements are then started.
func parallelMap<Element: Sendable, Output: Sendable>(
  _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) throws(Failure) -> Output
) throws(Failure) -> [Output] {
  let work = ParallelWork(elements, transform)
  let helpers = HelperThreads.take(atMost: min(jobs, elements.count) - 1)
  let threads = (0..<helpers).compactMap { _ in Thread { work.run() } }
  work.run()
  for thread in threads { thread.join() }
  HelperThreads.giveBack(helpers)
  return try work.outputs()
}

/// Limits the helper threads of all maps together. Otherwise, many models with many files would need a thread for each
/// file.
private enum HelperThreads {
  private static let free = Mutex(32)

  /// Reserves free threads, at most this many.
  ///
  /// - Returns: the number of reserved threads, which may be 0.
  static func take(atMost maximum: Int) -> Int {
    free.withLock { free in
      let taken = max(0, min(maximum, free))
      free -= taken
      return taken
    }
  }

  static func giveBack(_ count: Int) { free.withLock { $0 += count } }
}

/// The shared state of ``parallelMap(_:jobs:_:)``.
private final class ParallelWork<Element: Sendable, Output: Sendable>: @unchecked Sendable {
  private let elements: [Element]
  private let transform: @Sendable (Element) throws(Failure) -> Output
  private let monitor = Monitor()

  // Guarded by the monitor.
  private var started = 0
  private var finished: [Int: Output] = [:]
  private var failure: Failure?

  init(_ elements: [Element], _ transform: @escaping @Sendable (Element) throws(Failure) -> Output) {
    self.elements = elements
    self.transform = transform
  }

  /// Processes elements until none is left or one has failed.
  func run() {
    while let index = next() {
      do throws(Failure) {
        let output = try transform(elements[index])
        monitor.synchronized { finished[index] = output }
      } catch {
        monitor.synchronized { failure = failure ?? error }
      }
    }
  }

  /// The results, in the order of the elements.
  ///
  /// - Throws: the first failure.
  func outputs() throws(Failure) -> [Output] {
    if let failure { throw failure }
    return elements.indices.compactMap { finished[$0] }
  }

  private func next() -> Int? {
    monitor.synchronized {
      guard failure == nil, started < elements.count else { return nil }
      started += 1
      return started - 1
    }
  }
}
