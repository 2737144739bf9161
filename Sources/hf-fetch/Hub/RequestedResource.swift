/// The repository, revision and file that a request asks for. A failure of the request names them.
struct RequestedResource: Sendable {
  /// The repository's id, as requested.
  let id: String
  /// The revision, when one was named.
  var revision: String?
  /// The file; nil for the model info.
  var file: String?
}
