import CommandLineTool
import ModelSpec

/// The snapshot of one model, or the failure to fetch it.
typealias FetchResult = Result<Snapshot, Failure>

/// Fetches models, one per call of ``fetch(_:)``, with as few requests as possible.
///
/// Safe to use from many threads. ``fetch(_:)`` blocks until the model is fetched. It writes warnings and notes to
/// stderr, and nothing to stdout.
final class ModelFetcher: Sendable {
  let options: FetchOptions
  let diagnostics: Diagnostics
  /// The client of the Hub; nil with `--offline` or `--snapshots`.
  let client: HubClient?
  /// The snapshots of `--snapshots`; nil without this option.
  private let recorded: RecordedSnapshots?
  private let results = FetchResultCache()

  /// Makes a fetcher. With `--offline` or `--snapshots`, it never sends a request.
  ///
  /// - Throws: ``ToolError`` when the recorded snapshots cannot be read.
  init(options: FetchOptions, diagnostics: Diagnostics) throws(ToolError) {
    self.options = options
    self.diagnostics = diagnostics
    recorded = if let path = options.snapshotsPath { try RecordedSnapshots(path) } else { nil }
    client = options.isOffline || options.snapshotsPath != nil ? nil : HubClient(options, diagnostics)
  }

  /// Ends the requests in progress.
  func close() { client?.close() }

  /// Fetches a model, or returns the result of an earlier call for it.
  ///
  /// With `--offline` and `--snapshots`, results are not kept: reading a model again takes no longer than finding its
  /// result, and keeping results took 19 % of an offline run.
  func fetch(_ reference: ModelReference) -> FetchResult {
    guard client != nil else { return fetchUncached(reference) }
    return results.result(for: reference) { fetchUncached(reference) }
  }

  private func fetchUncached(_ reference: ModelReference) -> FetchResult {
    if let recorded, let id = reference.target.modelID {
      return recorded.result(for: id, revision: reference.commitOrRevision)
    }
    do throws(Failure) {
      let builder = SnapshotBuilder(
        location: try location(of: reference), namedFile: reference.file, options: options, diagnostics: diagnostics)
      return .success(try builder.build())
    } catch {
      return .failure(error)
    }
  }

  private func location(of reference: ModelReference) throws(Failure) -> any ModelLocation {
    switch reference.target {
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
        return try fallback(after: error, to: try? CacheLocation(id, reference, cache: cache, options: options))
      }
    }
  }

  /// Returns the model in the cache if the Hub cannot be reached, as huggingface_hub does.
  ///
  /// - Throws: `failure`, if it has another cause, or the model is not in the cache.
  private func fallback(after failure: Failure, to cached: CacheLocation?) throws(Failure) -> any ModelLocation {
    guard failure.code == .network || failure.code == .timeout, let cached, let commit = cached.commit else {
      throw failure
    }
    diagnostics.warning(
      "\(failure.message); '\(cached.id.text)' is read from the cache, at commit \(commit.text)", hint: failure.hint)
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
