/// The full hash of a commit: the only kind of revision that never comes to stand for other content.
struct CommitHash: Hashable, Sendable {
  /// Forty lower-case hexadecimal digits.
  let text: String

  /// Checks a text; nil when it is anything else, such as a branch.
  init?(_ text: String) {
    guard Revision.isCommit(text) else { return nil }
    self.text = text
  }
}
