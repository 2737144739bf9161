import JSON

/// The model info inside a request, from a listing of the Hub; a fetch then need not ask for it again.
struct CarriedModelInfo: Hashable, Sendable {
  /// The info.
  let info: ModelInfo
  /// The commit that it is of.
  let commit: CommitHash
  /// Its text.
  let text: [UInt8]

  /// Reads an info; nil when it lacks what a fetch needs of it: the commit, and the list of files.
  init?(_ element: JSONElement) {
    text = Array(element.source)
    guard let info = LenientJSON.object(text).flatMap({ ModelInfo($0) }), let commit = info.commit, info.files != nil
    else { return nil }
    self.info = info
    self.commit = commit
  }

  /// Whether both are of one commit.
  static func == (one: CarriedModelInfo, other: CarriedModelInfo) -> Bool { one.commit == other.commit }

  /// Hashes the commit.
  func hash(into hasher: inout Hasher) { hasher.combine(commit) }
}
