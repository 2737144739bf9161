import JSON

/// The model info in a user's request, as `--discover --with-info` prints it. It is then not requested from the Hub.
struct RequestModelInfo: Hashable, Sendable {
  let info: ModelInfo
  /// The commit that the info describes.
  let commit: CommitHash
  /// The info as JSON text.
  let text: [UInt8]

  /// Reads the value of `info` in a request; nil when it has no commit or no list of files.
  init?(_ element: JSONElement) {
    text = Array(element.source)
    guard let info = LenientJSON.object(text).flatMap({ ModelInfo($0) }), let commit = info.commit, info.files != nil
    else { return nil }
    self.info = info
    self.commit = commit
  }

  /// Whether both are of the same commit.
  static func == (one: RequestModelInfo, other: RequestModelInfo) -> Bool { one.commit == other.commit }

  /// Hashes the commit.
  func hash(into hasher: inout Hasher) { hasher.combine(commit) }
}
