import Files
import JSON
import ModelSpec

/// A model in a local directory that the user named. It has neither a commit nor an endpoint.
struct DirectoryLocation: ModelLocation {
  private let path: String
  let id: ModelID
  let info: ModelInfo

  var commit: CommitHash? { nil }
  var endpoint: Endpoint? { nil }
  var cachedCommit: CachedCommit? { nil }
  var isDirectory: Bool { true }

  /// Lists the files in a directory, and takes the model's id from the path.
  ///
  /// - Throws: ``Failure`` when the files cannot be listed.
  init(_ path: String) throws(Failure) {
    self.path = path
    id = DirectoryLocation.id(of: path)
    let list: [ModelInfo.File]?
    do throws(FileError) { list = try LocalFiles.list(in: path) } catch {
      throw Failure(.badResponse, stage: .fetch, modelID: id.text, message: error.message, hint: error.hint)
    }
    guard let files = list else {
      throw Failure(
        .tooLarge, stage: .fetch, modelID: id.text,
        message: "'\(path)' has more than \(WeightFileSet.maximumFileCount) files",
        hint: "name a directory that has only the model's files")
    }
    guard let info = ModelInfo(id: id, commit: nil, files: files) else {
      throw ModelReference.failure(path, ModelID.Invalid(reason: "its files cannot be listed"))
    }
    self.info = info
  }

  /// The id of the model. If the directory is a snapshot in a cache of huggingface_hub, it is the repository's id.
  /// Otherwise it is the directory's name, in which characters that an id cannot have are replaced.
  private static func id(of path: String) -> ModelID {
    let resolved = FilePath.absolute(path) ?? path
    let parts = resolved.split(separator: "/").map(String.init)
    if parts.count >= 3, parts[parts.count - 2] == "snapshots",
      let id = HubCache.model(ofDirectory: parts[parts.count - 3])
    {
      return id
    }
    return ModelID(nearest: parts.last ?? "")
  }

  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument? {
    let file = self.path + "/" + path
    guard lists(path) ?? true else { return nil }
    if let size = FileStatus(path: file)?.size, size > limit {
      throw unusable(
        "'\(file)' has \(size) bytes, expected at most \(limit)", hint: "check that it is the model's \(path)")
    }
    guard let bytes = BoundedRead.file(file, limit: limit) else {
      throw unusable("cannot read '\(file)'", hint: "check that it is a file that you may read")
    }
    guard let document = LenientJSON.object(bytes) else {
      throw unusable("'\(file)' is not a JSON object", hint: "download the file again")
    }
    return document
  }

  func weightFile(_ path: String) throws(Failure) -> any WeightFile {
    LocalWeightFile(name: path, path: self.path + "/" + path, isInDirectory: true)
  }

  var missingConfig: Failure {
    Failure(
      .missingConfig, stage: .fetch, modelID: id.text, message: "'\(path)' has neither a config.json nor a GGUF file",
      hint: "name the directory that contains the model's files")
  }

  private func unusable(_ message: String, hint: String) -> Failure {
    Failure(.badResponse, stage: .fetch, modelID: id.text, message: message, hint: hint)
  }
}
