import Platform

/// The results of this run: snapshots and failures. A model that is requested twice is fetched once: if two threads
/// request it at the same time, the second waits for the result of the first.
///
/// The size is limited: the oldest results are removed. A model whose result was removed is fetched again.
final class FetchResultCache: @unchecked Sendable {
  private let monitor = Monitor()
  private var results: [ModelReference: FetchResult] = [:]
  /// The keys of ``results``, the oldest result first. The results of the keys before index ``oldest`` were removed.
  private var order: [ModelReference] = []
  private var oldest = 0
  private var byteCount = 0
  private var inProgress: Set<ModelReference> = []

  /// The maximum size of all results together, in bytes. A single larger result is kept.
  private static let maximumBytes = 4 << 20

  /// Returns the cached result, or calls `fetch` and caches its result.
  func result(for reference: ModelReference, _ fetch: () -> FetchResult) -> FetchResult {
    if let cached = claim(reference) { return cached }
    let result = fetch()
    store(result, for: reference)
    return result
  }

  /// Returns the cached result. If another thread is fetching the model, waits for its result.
  ///
  /// - Returns: nil if the caller must fetch the model.
  private func claim(_ reference: ModelReference) -> FetchResult? {
    monitor.synchronized {
      while true {
        if let result = results[reference] { return result }
        if inProgress.insert(reference).inserted { return nil }
        monitor.wait()
      }
    }
  }

  private func store(_ result: FetchResult, for reference: ModelReference) {
    monitor.synchronized {
      inProgress.remove(reference)
      results[reference] = result
      order.append(reference)
      byteCount += FetchResultCache.size(of: result)
      while byteCount > FetchResultCache.maximumBytes, order.count - oldest > 1 { removeOldest() }
      monitor.broadcast()
    }
  }

  private func removeOldest() {
    if let result = results.removeValue(forKey: order[oldest]) { byteCount -= FetchResultCache.size(of: result) }
    oldest += 1
    // Keys are removed from the array many at a time, because a removal moves all elements after it.
    guard oldest * 2 > order.count else { return }
    order.removeFirst(oldest)
    oldest = 0
  }

  /// The approximate size of a result, in bytes.
  private static func size(of result: FetchResult) -> Int {
    guard case .success(let snapshot) = result else { return 1024 }
    return snapshot.byteCount + 256
  }
}
