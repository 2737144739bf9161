/// The full hash of a commit: the only revision whose content never changes.
struct CommitHash: Hashable, Sendable {
  /// Forty lower-case hexadecimal digits.
  let text: String

  /// Checks a text; nil when it is anything else, such as a branch.
  init?(_ text: String) {
    guard Revision.isCommit(text) else { return nil }
    self.text = text
  }
}
