import Shared

/// Applies a function to all elements on a few threads; the results are in order.
///
/// - Throws: the first failure that happens; no further element is then started.
func parallelMap<Element: Sendable, Output: Sendable>(
  _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) throws(Failure) -> Output
) throws(Failure) -> [Output] {
  let work = ParallelWork(elements, transform)
  if elements.count > 1, jobs > 1 {
    let threads = (0..<min(jobs, elements.count)).map { _ in Thread { work.run() } }
    for thread in threads { thread.join() }
  } else {
    work.run()
  }
  return try work.outputs()
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

  /// Takes elements until there are none left or one has failed.
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

  /// The results in order.
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
