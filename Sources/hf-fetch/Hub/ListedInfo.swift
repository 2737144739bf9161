import JSON

/// A model info that a request carries, as a listing gave it, so that the Hub is not asked for it again.
struct ListedInfo: Hashable, Sendable {
  /// The info.
  let info: ModelInfo
  /// The commit that it is of.
  let commit: CommitHash
  /// Its text.
  let text: [UInt8]

  /// Reads an info; nil when it lacks what a fetch needs of it: the commit, and the list of files.
  init?(_ element: JSONElement) {
    text = Array(element.source)
    guard let info = ParsedDocument.object(text).flatMap({ ModelInfo($0) }), let commit = info.commit, info.files != nil
    else { return nil }
    self.info = info
    self.commit = commit
  }

  /// Whether both are of one commit.
  static func == (one: ListedInfo, other: ListedInfo) -> Bool { one.commit == other.commit }

  /// Hashes the commit.
  func hash(into hasher: inout Hasher) { hasher.combine(commit) }
}
