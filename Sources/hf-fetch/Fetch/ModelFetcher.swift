import Foundation
import Shared

/// Fetches one model: info, config and parameter count, at the cost of as few requests as there can be.
///
/// Safe to use from many threads. This is what a server (`--mcp`) calls too: ``fetch(_:)`` blocks until the answer is
/// there, and never prints anything but notes on stderr.
final class ModelFetcher: Sendable {
  /// What came of one model.
  typealias Outcome = Result<Snapshot, Failure>

  let settings: FetchSettings
  let diagnostics: Diagnostics
  /// The Hub; nil offline.
  let client: HubClient?
  private let results = ResultStore()

  /// Makes a fetcher; offline, one that can make no request.
  init(settings: FetchSettings, diagnostics: Diagnostics) {
    self.settings = settings
    self.diagnostics = diagnostics
    client =
      settings.isOffline
      ? nil
      : HubClient(
        endpoint: settings.endpoint, token: settings.token, jobs: settings.jobs,
        timeoutSeconds: settings.timeoutSeconds, retries: settings.retries, diagnostics: diagnostics)
  }

  /// Fetches a model; the same one asked for again is not fetched again.
  func fetch(_ reference: ModelReference) -> Outcome {
    results.outcome(for: reference) { fetchAfresh(reference) }
  }

  private func fetchAfresh(_ reference: ModelReference) -> Outcome {
    do throws(Failure) {
      switch reference.place {
      case .directory(let path): return .success(try DirectoryFetch(path: path, settings: settings).run())
      case .repository(let id):
        let cache = HubCache(id, settings: settings, diagnostics: diagnostics)
        guard let client else {
          return .success(try OfflineFetch(id: id, reference: reference, cache: cache, settings: settings).run())
        }
        let fetch = RepositoryFetch(
          client: client, id: id, reference: reference, cache: settings.skipsCache ? nil : cache, settings: settings,
          diagnostics: diagnostics)
        return .success(try fetch.run())
      }
    } catch {
      return .failure(error)
    }
  }
}
