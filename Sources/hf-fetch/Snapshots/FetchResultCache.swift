import Platform

/// The answers of this run, so that a model asked for twice is fetched once: while one job fetches it, others wait.
///
/// The size is limited; an evicted answer is fetched again.
final class FetchResultCache: @unchecked Sendable {
  private let monitor = Monitor()
  private var finished: [ModelReference: ModelFetcher.Outcome] = [:]
  /// The models of the kept answers, oldest first, from ``oldest`` on; those before it have been evicted.
  private var order: [ModelReference] = []
  private var oldest = 0
  private var byteCount = 0
  private var underWay: Set<ModelReference> = []

  /// How many bytes of answers are kept.
  private static let limit = 4 << 20

  /// The kept answer, or the result of `make`.
  func outcome(for reference: ModelReference, _ make: () -> ModelFetcher.Outcome) -> ModelFetcher.Outcome {
    if let kept = claim(reference) { return kept }
    let outcome = make()
    keep(outcome, for: reference)
    return outcome
  }

  /// The kept answer; nil when the caller is to make it.
  private func claim(_ reference: ModelReference) -> ModelFetcher.Outcome? {
    monitor.synchronized {
      while true {
        if let outcome = finished[reference] { return outcome }
        if underWay.insert(reference).inserted { return nil }
        monitor.wait()
      }
    }
  }

  private func keep(_ outcome: ModelFetcher.Outcome, for reference: ModelReference) {
    monitor.synchronized {
      underWay.remove(reference)
      finished[reference] = outcome
      order.append(reference)
      byteCount += FetchResultCache.cost(outcome)
      while byteCount > FetchResultCache.limit, order.count - oldest > 1 { evictOldest() }
      monitor.broadcast()
    }
  }

  private func evictOldest() {
    if let outcome = finished.removeValue(forKey: order[oldest]) { byteCount -= FetchResultCache.cost(outcome) }
    oldest += 1
    // The evicted models are removed many at a time, because each removal moves all others.
    guard oldest * 2 > order.count else { return }
    order.removeFirst(oldest)
    oldest = 0
  }

  /// The approximate size of an answer, in bytes.
  private static func cost(_ outcome: ModelFetcher.Outcome) -> Int {
    guard case .success(let snapshot) = outcome else { return 1024 }
    return snapshot.byteCount + 256
  }
}
