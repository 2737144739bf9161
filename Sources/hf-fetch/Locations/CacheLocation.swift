import CommandLineTool
import JSON
import ModelSpec

/// A model in the local cache, which is read without a request to the Hub.
struct CacheLocation: ModelLocation {
  let id: ModelID
  private let hub: Endpoint
  let info: ModelInfo
  private let cached: CachedCommit
  let listsAllFiles: Bool
  private let cacheDirectory: String

  var commit: CommitHash? { cached.commit }
  var endpoint: Endpoint? { hub }
  var cachedCommit: CachedCommit? { cached }
  var isDirectory: Bool { false }

  /// Looks up the commit of the request's info, or else the one that the revision had when the Hub was last asked.
  ///
  /// - Throws: ``Failure`` with the code `offline_miss` when the cache has no commit for the revision, or its files
  ///   cannot be listed.
  init(_ requested: ModelID, _ reference: ModelReference, cache: HubCache, options: FetchOptions) throws(Failure) {
    guard let commit = cache.commit(of: reference.commitOrRevision) else {
      throw CacheLocation.miss(
        requested,
        "revision '\(reference.commitOrRevision ?? Revision.standard)' of '\(requested.text)' is not in the cache",
        options.cacheDirectory)
    }
    cached = cache[commit]
    hub = options.endpoint
    cacheDirectory = options.cacheDirectory
    let cachedInfo = cached.info.flatMap(LenientJSON.object).flatMap { ModelInfo($0) }
    let tree = cached.tree
    listsAllFiles = cachedInfo != nil || tree != nil
    // Only hf-fetch caches the info. Without it, the model's files are those that huggingface_hub has listed, or if it
    // has not listed them, those in the snapshot directory.
    let list = tree ?? (try? LocalFiles.list(in: cached.snapshotDirectory)) ?? nil
    guard let info = cachedInfo ?? list.flatMap({ ModelInfo(id: requested, commit: commit, files: $0) }) else {
      throw CacheLocation.miss(
        requested, "the files of '\(requested.text)' in the cache cannot be listed", options.cacheDirectory)
    }
    self.info = info
    id = info.id.flatMap { try? ModelID($0) } ?? requested
  }

  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument? {
    if let document = cached.file(path).flatMap(LenientJSON.object) { return document }
    // Other documents than config.json are optional. If nothing lists one that is not in the cache, it counts as
    // missing. So does an index: most downloads have none, and without it, names and sizes decide.
    let isOptional = lists(path) == nil && path != ConfigFile.model || path.hasSuffix(".index.json")
    guard cached.isMissing(path) || lists(path) == false || isOptional else { throw miss(path) }
    return nil
  }

  private func miss(_ path: String) -> Failure {
    CacheLocation.miss(
      id, "the \(path) of '\(id.text)' is not in the cache, or its content is damaged", cacheDirectory)
  }

  func weightFile(_ path: String) throws(Failure) -> any WeightFile {
    guard let resolved = cached.resolvedPath(of: path) else {
      throw CacheLocation.miss(id, "'\(path)' of '\(id.text)' is not in the cache", cacheDirectory)
    }
    return LocalWeightFile(name: path, path: resolved)
  }

  var missingConfig: Failure {
    // The repository can have files that are not in the cache.
    guard listsAllFiles else { return miss(ConfigFile.model) }
    var failure = HubErrorResponses.missingFile(ConfigFile.model, of: id.text, hub.page(of: id.text))
    failure.status = nil
    return failure
  }

  private static var offlineSettings: String {
    Caller.current == .shell
      ? "--offline, HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE" : "HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE"
  }

  private static func miss(_ id: ModelID, _ message: String, _ directory: String) -> Failure {
    Failure(
      .offlineMiss, stage: .fetch, modelID: id.text, message: message,
      hint: "fetch the model once while online (without \(offlineSettings)); the cache is '\(directory)'")
  }
}
