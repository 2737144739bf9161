import ModelSpec

/// Names of branches, tags and commits.
enum Revision {
  /// The branch that is meant without a revision.
  static let standard = "main"

  /// Checks a name by most of git's rules for references (git-check-ref-format). It may have at most 250 bytes.
  ///
  /// - Throws: ``ModelID/Invalid`` for an invalid name.
  static func check(_ text: String) throws(ModelID.Invalid) {
    let forbidden = "~^:?*[\\ \u{7F}"
    guard !text.isEmpty, text.utf8.count <= 250,
      text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }),
      !text.contains(where: { forbidden.contains($0) }), !text.contains(".."), !text.contains("@{"),
      !text.contains("//"),
      !text.hasPrefix("/"), !text.hasSuffix("/"), !text.hasPrefix("-"), !text.hasPrefix("."), !text.contains("/."),
      !text.hasSuffix(".lock")
    else {
      throw ModelID.Invalid(
        reason: "its revision is not a valid name of a branch, tag or commit",
        hint: "take a name from the model's 'Files' page, or leave the revision out")
    }
  }

  /// Whether a revision is a full commit hash, and not a branch or tag, whose commit can change.
  static func isCommit(_ text: String) -> Bool {
    text.utf8.count == 40 && text.utf8.allSatisfy(\.isLowercaseHexadecimalDigit)
  }
}

extension UInt8 {
  /// Whether the byte is the character of a digest's digit, as git and Git LFS write it.
  var isLowercaseHexadecimalDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}
