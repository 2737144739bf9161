/// The repository, revision and file that an HTTP request asks for. The failure of the request names them.
struct RequestedResource: Sendable {
  /// The repository's id, as requested.
  let id: String
  /// The revision; nil if none was named.
  var revision: String?
  /// The file; nil for the model info.
  var file: String?
}
