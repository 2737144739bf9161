import CommandLineTool
import Foundation
import JSON
import ModelSpec

/// The steps of fetching one repository from the Hub: two requests, and one for each weight file that has to be read.
struct RepositoryFetch {
  let client: HubClient
  let id: ModelID
  let reference: ModelReference
  /// The cache; nil when it is neither read nor written.
  let cache: HubCache?
  let options: FetchOptions
  let diagnostics: Diagnostics

  /// The most that a config or info may be, in bytes.
  static let documentLimit = 10_000_000

  /// What is known of the repository once its info is there.
  struct Repository {
    let info: ModelInfo
    /// The name as the Hub spells it.
    let name: String
    /// The commit that all files are taken from.
    let commit: String
    let choice: WeightChoice
  }

  /// Fetches the repository.
  func run() throws(Failure) -> Snapshot {
    let repository = try fetchInfo()
    do throws(Failure) {
      return try fetchFiles(of: repository)
    } catch {
      throw error.code == .gated ? describingGated(error, repository) : error
    }
  }

  private func fetchFiles(of repository: Repository) throws(Failure) -> Snapshot {
    guard let config = try fetchDocument("config.json", of: repository) else {
      return try snapshotFromGGUF(repository)
    }
    let listsQuantConfig = repository.info.files?.contains { $0.path == "hf_quant_config.json" } ?? false
    let quantConfig = listsQuantConfig ? try fetchDocument("hf_quant_config.json", of: repository) : nil
    let counter = ParameterCounter(
      config: config.root, quantConfig: quantConfig?.root, info: repository.info, choice: repository.choice)
    return try snapshot(repository, config, quantConfig, try weights(repository, counter))
  }

  private func weights(_ repository: Repository, _ counter: ParameterCounter) throws(Failure) -> WeightsSummary {
    guard counter.needsHeaders(always: options.readsHeaders) else { return counter.hubSummary }
    if let record = cachedRecord(repository) { return record.weights }
    do throws(Failure) {
      let summary = try counter.summary(reading: remoteFiles(repository), jobs: options.jobs)
      cache?.keep(headers: HeaderRecord.bytes(weights: summary, file: ggufFile(repository)), commit: repository.commit)
      return summary
    } catch {
      let fallback = counter.hubSummary
      diagnostics.note(
        "the headers of '\(repository.name)' cannot be had: \(error.message)",
        hint: fallback.source == .hub
          ? "the Hub's own count is taken" : "the count is left to be computed from the config")
      return fallback
    }
  }

  /// A repository without config.json whose GGUF file tells the same.
  private func snapshotFromGGUF(_ repository: Repository) throws(Failure) -> Snapshot {
    guard repository.choice.format == .gguf else { throw missingConfig(repository) }
    if let record = cachedRecord(repository), let config = record.config {
      return try snapshot(repository, config, nil, record.weights)
    }
    let model = try GGUFModel(files: repository.choice.files, remoteFiles(repository))
    let weights = model.summary(sizeBytes: repository.choice.sizeBytes)
    let record = HeaderRecord.bytes(weights: weights, file: ggufFile(repository), config: model.config.root)
    cache?.keep(headers: record, commit: repository.commit)
    return try snapshot(repository, model.config, nil, weights)
  }

  private func snapshot(
    _ repository: Repository, _ config: JSONDocument, _ quantConfig: JSONDocument?, _ weights: WeightsSummary
  ) throws(Failure) -> Snapshot {
    try Snapshot(
      modelID: repository.name, revision: repository.commit, endpoint: client.endpoint.text,
      info: repository.info.document.root, config: config.root, quantConfig: quantConfig?.root, weights: weights)
  }

  private func cachedRecord(_ repository: Repository) -> HeaderRecord? {
    cache?.headers(at: repository.commit).flatMap {
      HeaderRecord($0, file: reference.file.flatMap { $0.hasSuffix(".gguf") ? $0 : nil })
    }
  }

  private func ggufFile(_ repository: Repository) -> String? {
    repository.choice.format == .gguf ? repository.choice.files.first?.path : nil
  }

  private func remoteFiles(_ repository: Repository) -> RemoteFiles {
    RemoteFiles(client: client, id: repository.name, commit: repository.commit)
  }

  private func missingConfig(_ repository: Repository) -> Failure {
    Failure(
      .missingConfig, stage: .fetch, modelID: repository.name, message: "'\(repository.name)' has no config.json",
      hint:
        "see \(client.endpoint.page(of: repository.name))/tree/main: it may be an adapter, or in a format of its own",
      status: 404)
  }
}
