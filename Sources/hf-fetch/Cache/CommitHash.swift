/// The full hash of a commit. Unlike that of a branch or tag, its content never changes.
struct CommitHash: Hashable, Sendable {
  /// Forty lower-case hexadecimal digits.
  let text: String

  /// Checks a revision; nil if it is anything else, such as a branch.
  init?(_ text: String) {
    guard Revision.isCommit(text) else { return nil }
    self.text = text
  }
}
