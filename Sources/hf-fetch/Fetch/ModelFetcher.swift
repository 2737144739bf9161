import CommandLineTool
import ModelSpec

/// Fetches one model: info, config and parameter count, at the cost of as few requests as there can be.
///
/// Safe to use from many threads. This is what a server (`--mcp`) calls too: ``fetch(_:)`` blocks until the answer is
/// there, and never prints anything but notes on stderr.
final class ModelFetcher: Sendable {
  /// What came of one model.
  typealias Outcome = Result<Snapshot, Failure>

  let options: FetchOptions
  let diagnostics: Diagnostics
  /// The Hub; nil offline.
  let client: HubClient?
  private let results = ResultStore()

  /// Makes a fetcher; offline, one that can make no request.
  init(options: FetchOptions, diagnostics: Diagnostics) {
    self.options = options
    self.diagnostics = diagnostics
    client = options.isOffline ? nil : HubClient(options, diagnostics)
  }

  /// Ends the requests under way; the process must not end while the network library works.
  func close() { client?.close() }

  /// Fetches a model; the same one asked for again is not fetched again.
  func fetch(_ reference: ModelReference) -> Outcome {
    results.outcome(for: reference) { fetchAfresh(reference) }
  }

  private func fetchAfresh(_ reference: ModelReference) -> Outcome {
    do throws(Failure) {
      let fetch = ModelFetch(
        location: try location(of: reference), wanted: reference.file, options: options, diagnostics: diagnostics)
      return .success(try fetch.run())
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

  /// What to do when the Hub cannot be reached: as the official client does, the commit in the cache is taken.
  private func unreachable(_ failure: Failure, _ cached: CacheLocation?) throws(Failure) -> any ModelLocation {
    guard failure.code == .network || failure.code == .timeout, let cached, let commit = cached.commit else {
      throw failure
    }
    diagnostics.warning(
      "\(failure.message); taking '\(cached.id.text)' from the cache, at commit \(commit.text)",
      hint: "with --offline the cache is read at once; " + (failure.hint ?? "check the connection"))
    return cached
  }
}

extension HubClient {
  /// Makes a client that asks as the options say.
  convenience init(_ options: FetchOptions, _ diagnostics: Diagnostics) {
    self.init(
      endpoint: options.endpoint, credential: options.credential, jobs: options.jobs,
      timeoutSeconds: options.timeoutSeconds, retries: options.retries, userAgentOrigin: options.userAgentOrigin,
      diagnostics: diagnostics)
  }
}
