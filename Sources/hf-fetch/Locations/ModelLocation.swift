import JSON
import ModelSpec

/// The location of one model's documents and weight files: the Hub, its cache, or a directory.
protocol ModelLocation: Sendable {
  /// The model's id, as the Hub spells it.
  var id: ModelID { get }
  /// The commit of the files, if it is known.
  var commit: CommitHash? { get }
  /// The Hub that the model is from.
  var endpoint: Endpoint? { get }
  /// The Hub's model info; without the Hub, an info made of the files.
  var info: ModelInfo { get }
  /// The cache of this commit.
  var kept: CachedCommit? { get }
  /// Whether the info lists all files of the model, not only the local ones.
  var listsAllFiles: Bool { get }
  /// Whether the weights are local files, from which alone the parameter count is known.
  var isLocal: Bool { get }

  /// A JSON document of the model.
  ///
  /// - Parameter limit: the maximum size, in bytes.
  /// - Returns: the document, an object; nil when the model has no such file.
  /// - Throws: ``Failure``.
  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument?

  /// A weight file of the model.
  ///
  /// - Throws: ``Failure``.
  func weightFile(_ path: String) throws(Failure) -> any WeightFile

  /// The failure for a model without config.json.
  var missingConfig: Failure { get }

  /// Adds details to a failure, where this location has some.
  func addingDetails(to failure: Failure) -> Failure
}

extension ModelLocation {
  var listsAllFiles: Bool { true }
  func addingDetails(to failure: Failure) -> Failure { failure }

  /// Whether the model is known to have a file; nil when its files are not known.
  func lists(_ path: String) -> Bool? { info.files.map { files in files.contains { $0.path == path } } }
}
