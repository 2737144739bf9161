/// The full hash of a commit. The files of a commit never change; those of a branch or tag can.
struct CommitHash: Hashable, Sendable {
  /// Forty lower-case hexadecimal digits.
  let text: String

  /// Checks a revision; nil for anything but a full commit hash, such as a branch.
  init?(_ text: String) {
    guard Revision.isCommit(text) else { return nil }
    self.text = text
  }
}
