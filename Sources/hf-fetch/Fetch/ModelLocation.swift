import JSON
import ModelSpec

/// A place that the documents and weight files of one model come from: the Hub, its cache, or a directory.
protocol ModelLocation: Sendable {
  /// The model's id, as the Hub spells it.
  var id: ModelID { get }
  /// The commit that the files are of, where it is known.
  var commit: CommitHash? { get }
  /// The Hub that the model is from.
  var endpoint: Endpoint? { get }
  /// The Hub's model info, or what can be said without the Hub.
  var info: ModelInfo { get }
  /// What an earlier run kept of this commit.
  var kept: CachedCommit? { get }
  /// Whether the info lists all files of the model, not only those that are here.
  var listsAllFiles: Bool { get }
  /// Whether the weights are files on this machine that are the model's only evidence of its size.
  var isLocal: Bool { get }

  /// A JSON document of the model.
  ///
  /// - Parameter limit: the most that it may be, in bytes.
  /// - Returns: the document, an object; nil when the model has no such file.
  /// - Throws: ``Failure``.
  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument?

  /// A weight file of the model.
  ///
  /// - Throws: ``Failure``.
  func weightFile(_ path: String) throws(Failure) -> any WeightFile

  /// The failure for a model without config.json.
  var missingConfig: Failure { get }

  /// Adds to a failure what this place can say of it.
  func describing(_ failure: Failure) -> Failure
}

extension ModelLocation {
  var listsAllFiles: Bool { true }
  func describing(_ failure: Failure) -> Failure { failure }

  /// Whether the model is known to have a file; nil when its files are not known.
  func lists(_ path: String) -> Bool? { info.files.map { files in files.contains { $0.path == path } } }
}
