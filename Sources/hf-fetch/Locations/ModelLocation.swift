import JSON
import ModelSpec

/// Where the files of one model are read from: the Hub, the local cache, or a directory.
protocol ModelLocation: Sendable {
  /// The model's id, as the Hub spells it.
  var id: ModelID { get }
  /// The commit of the files, if it is known.
  var commit: CommitHash? { get }
  /// The Hub that the model is from; nil for a directory.
  var endpoint: Endpoint? { get }
  /// The Hub's model info; without one, an info that lists the local files.
  var info: ModelInfo { get }
  /// The cache of this commit; nil without a cache or without a known commit.
  var cachedCommit: CachedCommit? { get }
  /// Whether the info lists all files of the model, and not only those that are in the cache.
  var listsAllFiles: Bool { get }
  /// Whether the model is a directory that the user named. The Hub has no count for it, so its headers are always read.
  var isDirectory: Bool { get }

  /// Reads a JSON document of the model.
  ///
  /// - Parameter limit: the maximum size, in bytes.
  /// - Returns: the document, an object; nil when the model has no such file.
  /// - Throws: ``Failure``.
  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument?

  /// A weight file of the model, which is not read yet.
  ///
  /// - Throws: ``Failure``.
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
