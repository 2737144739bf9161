import JSON
import ModelSpec

/// A model in a directory on this machine. It has neither a commit nor an endpoint.
struct DirectoryLocation: ModelLocation {
  private let path: String
  let id: ModelID
  let info: ModelInfo

  var commit: CommitHash? { nil }
  var endpoint: Endpoint? { nil }
  var kept: CachedCommit? { nil }
  var isLocal: Bool { true }

  /// Lists a directory.
  ///
  /// - Throws: ``Failure``.
  init(_ path: String) throws(Failure) {
    self.path = path
    id = DirectoryLocation.id(of: path)
    guard let info = ModelInfo(id: id, commit: nil, files: LocalFiles.list(in: path)) else {
      throw ModelReference.failure(path, reason: "its files cannot be listed")
    }
    self.info = info
  }

  /// The id of the model: in a Hub cache the repository's, else the directory's name in the characters of an id.
  private static func id(of path: String) -> ModelID {
    let resolved = LocalFiles.absolutePath(path)
    let parts = resolved.split(separator: "/").map(String.init)
    if parts.count >= 3, parts[parts.count - 2] == "snapshots",
      let id = HubCache.model(ofFolder: parts[parts.count - 3])
    {
      return id
    }
    return ModelID(nearest: parts.last ?? "")
  }

  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument? {
    let place = self.path + "/" + path
    guard lists(path) ?? true else { return nil }
    guard let bytes = BoundedRead.file(place, limit: limit) else {
      throw unusable("cannot read '\(place)', or it is larger than \(limit) bytes")
    }
    guard let document = LenientJSON.object(bytes) else { throw unusable("'\(place)' is not a JSON object") }
    return document
  }

  func weightFile(_ path: String) throws(Failure) -> any WeightFile {
    LocalWeightFile(name: path, path: self.path + "/" + path)
  }

  var missingConfig: Failure {
    Failure(
      .missingConfig, stage: .fetch, modelID: id.text, message: "'\(path)' has neither a config.json nor a GGUF file",
      hint: "name the directory that contains the model's files")
  }

  private func unusable(_ message: String) -> Failure {
    Failure(.badResponse, stage: .fetch, modelID: id.text, message: message, hint: "download the file again")
  }
}
