import CommandLineTool
import ModelSpec

/// Fetches one model: info, config and parameter count, with as few requests as possible.
///
/// Safe to use from many threads. ``fetch(_:)`` blocks until the answer has arrived. It writes warnings and notes to
/// stderr, and nothing to stdout.
final class ModelFetcher: Sendable {
  /// The snapshot of one model, or its failure.
  typealias Outcome = Result<Snapshot, Failure>

  let options: FetchOptions
  let diagnostics: Diagnostics
  /// The Hub; nil offline, and with recorded snapshots.
  let client: HubClient?
  private let recorded: RecordedSnapshots?
  private let results = FetchResultCache()

  /// Makes a fetcher; offline and with recorded snapshots, one that can make no request.
  ///
  /// - Throws: ``ToolError`` when the recorded snapshots cannot be read.
  init(options: FetchOptions, diagnostics: Diagnostics) throws(ToolError) {
    self.options = options
    self.diagnostics = diagnostics
    recorded = if let path = options.snapshotsPath { try RecordedSnapshots(path) } else { nil }
    client = options.isOffline || options.snapshotsPath != nil ? nil : HubClient(options, diagnostics)
  }

  /// Ends the requests in progress. Call it before the process exits: libcurl must not be running then.
  func close() { client?.close() }

  /// Fetches a model. A model that is requested again is not fetched again.
  func fetch(_ reference: ModelReference) -> Outcome {
    results.outcome(for: reference) { fetchAfresh(reference) }
  }

  private func fetchAfresh(_ reference: ModelReference) -> Outcome {
    if let recorded, let id = reference.place.modelID { return recorded.outcome(for: id, revision: reference.revision) }
    do throws(Failure) {
      let steps = SnapshotSteps(
        location: try location(of: reference), wanted: reference.file, options: options, diagnostics: diagnostics)
      return .success(try steps.run())
    } catch {
      return .failure(error)
    }
  }

  private func location(of reference: ModelReference) throws(Failure) -> any ModelLocation {
    switch reference.place {
    case .directory(let path): return try DirectoryLocation(path)
    case .repository(let id):
      let cache = HubCache(id, options: options, diagnostics: diagnostics)
      guard let client else { return try CacheLocation(id, reference, cache: cache, options: options) }
      guard !options.skipsCache else {
        return try HubLocation(
          id, reference, client: client, cache: nil, wantsResults: options.fetchesBenchmarks, diagnostics: diagnostics)
      }
      do throws(Failure) {
        return try HubLocation(
          id, reference, client: client, cache: cache, wantsResults: options.fetchesBenchmarks, diagnostics: diagnostics
        )
      } catch {
        return try unreachable(error, try? CacheLocation(id, reference, cache: cache, options: options))
      }
    }
  }

  /// Falls back to the cached commit when the Hub cannot be reached, as the official client does.
  private func unreachable(_ failure: Failure, _ cached: CacheLocation?) throws(Failure) -> any ModelLocation {
    guard failure.code == .network || failure.code == .timeout, let cached, let commit = cached.commit else {
      throw failure
    }
    diagnostics.warning(
      "\(failure.message); taking '\(cached.id.text)' from the cache, at commit \(commit.text)",
      hint: "use --offline to read the cache without asking the Hub; " + (failure.hint ?? "check the connection"))
    return cached
  }
}

extension HubClient {
  /// Makes a client with the command line's options.
  convenience init(_ options: FetchOptions, _ diagnostics: Diagnostics) {
    self.init(
      endpoint: options.endpoint, credential: options.credential, jobs: options.jobs,
      timeoutSeconds: options.timeoutSeconds, retries: options.retries, userAgentOrigin: options.userAgentOrigin,
      diagnostics: diagnostics)
  }
}
