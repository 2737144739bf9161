import CommandLineTool
import Foundation
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
      switch reference.place {
      case .directory(let path): return .success(try DirectoryFetch(path: path, options: options).run())
      case .repository(let id):
        let cache = HubCache(id, options: options, diagnostics: diagnostics)
        guard let client else {
          return .success(try OfflineFetch(id: id, reference: reference, cache: cache, options: options).run())
        }
        let fetch = RepositoryFetch(
          client: client, id: id, reference: reference, cache: options.skipsCache ? nil : cache, options: options,
          diagnostics: diagnostics)
        return .success(try fetch.run())
      }
    } catch {
      return .failure(error)
    }
  }
}

extension HubClient {
  /// Makes a client that asks as the options say.
  convenience init(_ options: FetchOptions, _ diagnostics: Diagnostics) {
    self.init(
      endpoint: options.endpoint, token: options.token, jobs: options.jobs, timeoutSeconds: options.timeoutSeconds,
      retries: options.retries, diagnostics: diagnostics)
  }
}
