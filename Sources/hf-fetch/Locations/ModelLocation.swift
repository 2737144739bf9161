import JSON
import ModelSpec

/// Where the files of one model are read from: the Hub, the local cache, or a directory.
protocol ModelLocation: Sendable {
  /// The model's id, as the Hub spells it; for a directory, an id that is made from its path.
  var id: ModelID { get }
  /// The commit of the files; nil if it is not known.
  var commit: CommitHash? { get }
  /// The Hub that has the model; nil for a directory.
  var endpoint: Endpoint? { get }
  /// The Hub's model info; for files without it, an info that lists the local files.
  var info: ModelInfo { get }
  /// The cache of the commit; nil if there is no cache, or the commit is not known.
  var cachedCommit: CachedCommit? { get }
  /// Whether the info lists all files of the model, and not only those that are in the cache.
  var listsAllFiles: Bool { get }
  /// Whether the model is a directory that the user named. The Hub has no count for it, so the headers of its weight
  /// files are read.
  var isDirectory: Bool { get }

  /// Reads a file that is a JSON object.
  ///
  /// - Parameter limit: the maximum size in bytes. From the cache, files of at most
  ///   ``SnapshotBuilder/maximumDocumentBytes`` are read.
  /// - Returns: the document; nil when the model has no such file.
  /// - Throws: ``Failure`` when the file cannot be read, is too large, or is not a JSON object.
  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument?

  /// A weight file of the model, which is not read yet.
  ///
  /// - Throws: ``Failure`` when the file is not in the cache, or its path leads out of the repository.
  func weightFile(_ path: String) throws(Failure) -> any WeightFile

  /// The failure for a model that has neither a config.json nor a GGUF file.
  var missingConfig: Failure { get }

  /// Adds what is known about the model to a failure, such as the size of a gated model.
  func addingDetails(to failure: Failure) -> Failure
}

extension ModelLocation {
  var listsAllFiles: Bool { true }
  func addingDetails(to failure: Failure) -> Failure { failure }

  /// Whether the model has a file; nil when its files are not known.
  func lists(_ path: String) -> Bool? { info.files.map { files in files.contains { $0.path == path } } }
}
