import JSON
import ModelSpec

/// A model in the cache: no request is made.
struct CacheLocation: ModelLocation {
  let id: ModelID
  let endpoint: Endpoint?
  let info: ModelInfo
  let kept: CachedCommit?
  private let files: CachedCommit
  let listsAllFiles: Bool
  private let cacheDirectory: String

  var commit: CommitHash? { files.commit }
  var isLocal: Bool { false }

  /// Looks up the commit of a revision at the last request to the Hub.
  ///
  /// - Throws: ``Failure`` with the code `offline_miss` when it is not in the cache.
  init(_ requested: ModelID, _ reference: ModelReference, cache: HubCache, options: FetchOptions) throws(Failure) {
    guard let commit = cache.commit(of: reference.revision) else {
      throw CacheLocation.miss(
        requested, "revision '\(reference.revision ?? "main")' of '\(requested.text)' is not in the cache",
        options.cacheDirectory)
    }
    files = cache[commit]
    kept = files
    endpoint = options.endpoint
    cacheDirectory = options.cacheDirectory
    let answered = files.info.flatMap(LenientJSON.object).flatMap { ModelInfo($0) }
    let tree = files.tree
    listsAllFiles = answered != nil || tree != nil
    // Without the Hub's info, the files are those of the official client's list or of the snapshot folder.
    let list = tree ?? LocalFiles.list(in: files.snapshotFolder)
    guard let info = answered ?? ModelInfo(id: requested, commit: commit, files: list) else {
      throw CacheLocation.miss(
        requested, "the files of '\(requested.text)' in the cache cannot be listed", options.cacheDirectory)
    }
    self.info = info
    id = info.id.flatMap { try? ModelID($0) } ?? requested
  }

  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument? {
    if let document = files.file(path).flatMap(LenientJSON.object) { return document }
    guard files.isMissing(path) || lists(path) == false || path != "config.json" else {
      throw CacheLocation.miss(
        id, "\(path) of '\(id.text)' is not in the cache, or is damaged there", cacheDirectory)
    }
    return nil
  }

  func weightFile(_ path: String) throws(Failure) -> any WeightFile {
    guard let place = files.place(of: path) else {
      throw CacheLocation.miss(id, "'\(path)' of '\(id.text)' is not in the cache", cacheDirectory)
    }
    return LocalWeightFile(name: path, path: place)
  }

  var missingConfig: Failure {
    Failure(
      .missingConfig, stage: .fetch, modelID: id.text, message: "'\(id.text)' has no config.json",
      hint: "it may be an adapter, or in its own format")
  }

  private static func miss(_ id: ModelID, _ message: String, _ directory: String) -> Failure {
    Failure(
      .offlineMiss, stage: .fetch, modelID: id.text, message: message,
      hint: "fetch it once without --offline and HF_HUB_OFFLINE; the cache is '\(directory)'")
  }
}
