import Foundation
import Shared

/// Fetches one model: info, config and parameter count, at the cost of as few requests as there can be.
///
/// Safe to use from many threads. This is what `--mcp` calls too.
final class ModelFetcher: Sendable {
  /// What came of one model.
  typealias Outcome = Result<Snapshot, Failure>

  let client: HubClient
  let settings: FetchSettings
  let diagnostics: Diagnostics

  /// Makes a fetcher.
  init(settings: FetchSettings, diagnostics: Diagnostics) {
    self.settings = settings
    self.diagnostics = diagnostics
    client = HubClient(
      endpoint: settings.endpoint, token: settings.token, jobs: settings.jobs, timeoutSeconds: settings.timeoutSeconds,
      retries: settings.retries, diagnostics: diagnostics)
  }

  /// Fetches a model.
  func fetch(_ reference: ModelReference) -> Outcome {
    do throws(Failure) {
      switch reference.place {
      case .repository(let id): return .success(try RepositoryFetch(self, id, reference).run())
      case .directory(let path):
        throw Failure(.offlineMiss, stage: .fetch, modelID: path, message: "directories are not read yet")
      }
    } catch {
      return .failure(error)
    }
  }
}
