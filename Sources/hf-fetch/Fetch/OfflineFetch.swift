import Foundation
import JSON
import ModelSpec

/// A model from the cache alone: no request is made.
struct OfflineFetch {
  let id: ModelID
  let reference: ModelReference
  let cache: HubCache
  let options: FetchOptions

  /// Puts the snapshot together from what is on disk.
  func run() throws(Failure) -> Snapshot {
    guard let commit = cache.commit(of: reference.revision) else {
      throw miss("revision '\(reference.revision ?? "main")' of '\(id.text)' is not in the cache")
    }
    let info = try cachedInfo(commit)
    let headers = cache.headers(at: commit).flatMap { HeaderRecord($0, file: reference.file) }
    let config = try cachedConfig(commit, headers)
    let quantConfig = cache.file("hf_quant_config.json", at: commit).flatMap(ParsedDocument.object)
    let weights = headers?.weights ?? countOnDisk(commit, info, config, quantConfig)
    return try Snapshot(
      modelID: info.id ?? id.text, revision: commit, endpoint: options.endpoint.text, info: info.document.root,
      config: config.root, quantConfig: quantConfig?.root, weights: weights)
  }

  private func cachedConfig(_ commit: String, _ headers: HeaderRecord?) throws(Failure) -> JSONDocument {
    if let bytes = cache.file("config.json", at: commit) {
      guard let config = ParsedDocument.object(bytes) else { throw corrupt("config.json") }
      return config
    }
    if let config = headers?.config { return config }
    guard !cache.knowsMissing("config.json", at: commit) else {
      throw Failure(
        .missingConfig, stage: .fetch, modelID: id.text, message: "'\(id.text)' has no config.json",
        hint: "it may be an adapter, a dataset's helper, or in a format of its own")
    }
    throw miss("config.json of '\(id.text)' is not in the cache")
  }

  /// The Hub's info as it was answered; else what the snapshot folder tells.
  private func cachedInfo(_ commit: String) throws(Failure) -> ModelInfo {
    if let bytes = cache.info(at: commit) {
      guard let info = ParsedDocument.object(bytes).flatMap(ModelInfo.init) else { throw corrupt("the model info") }
      return info
    }
    let names = LocalFiles.names(in: cache.snapshotFolder(commit))
    guard let info = ModelInfo(id: id.text, sha: commit, files: names) else { throw corrupt("the snapshot folder") }
    return info
  }

  /// The count of weight files that were downloaded too, else the Hub's.
  private func countOnDisk(
    _ commit: String, _ info: ModelInfo, _ config: JSONDocument, _ quantConfig: JSONDocument?
  ) -> WeightsSummary {
    let choice = WeightChoice(files: info.files ?? [], wanted: reference.file)
    let counter = ParameterCounter(config: config.root, quantConfig: quantConfig?.root, info: info, choice: choice)
    guard counter.needsHeaders(always: options.readsHeaders) else { return counter.hubSummary }
    let files = LocalFiles(folder: cache.snapshotFolder(commit))
    return (try? counter.summary(reading: files, jobs: 1)) ?? counter.hubSummary
  }

  private func miss(_ message: String) -> Failure {
    Failure(
      .offlineMiss, stage: .fetch, modelID: id.text, message: message,
      hint: "fetch it once without --offline and HF_HUB_OFFLINE; the cache is '\(options.cacheDirectory)'")
  }

  private func corrupt(_ what: String) -> Failure {
    Failure(
      .badResponse, stage: .fetch, modelID: id.text,
      message: "\(what) of '\(id.text)' in the cache is not a JSON object",
      hint: "remove '\(cache.folder)' and fetch it again")
  }
}

/// Documents from outside, parsed leniently where Python wrote them.
enum ParsedDocument {
  /// The document, when it is JSON (Python's literals included) and an object.
  static func object(_ bytes: [UInt8]) -> JSONDocument? {
    guard let document = try? JSONDocument(bytes, options: .pythonLiterals), document.root.isObject else { return nil }
    return document
  }
}
