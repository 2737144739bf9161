/// The name of a model repository: `org/name`, or a bare `name` for the oldest ones.
struct RepositoryID: Hashable, Sendable {
  /// The name as it was asked for.
  let text: String

  /// The longest that each part may be.
  static let maximumPartLength = 96

  /// Why a text is no repository name.
  struct Invalid: Error, Equatable {
    /// One clause for a person.
    let reason: String
  }

  /// Checks a name against the Hub's rules, before it reaches a URL or a path.
  init(_ text: String) throws(Invalid) {
    guard !text.isEmpty else { throw Invalid(reason: "it is empty") }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw Invalid(reason: "it has more than one '/'") }
    for part in parts { try RepositoryID.check(part) }
    self.text = text
  }

  private static func check(_ part: Substring) throws(Invalid) {
    guard !part.isEmpty else { throw Invalid(reason: "the organisation or the name is empty") }
    guard part.utf8.count <= maximumPartLength else {
      throw Invalid(reason: "a part is longer than \(maximumPartLength) characters")
    }
    guard part.utf8.allSatisfy(isAllowed) else {
      throw Invalid(reason: "only letters, digits, '_', '.' and '-' are allowed")
    }
    guard let first = part.first, let last = part.last, !"-.".contains(first), !"-.".contains(last) else {
      throw Invalid(reason: "a part must not start or end with '-' or '.'")
    }
    guard !part.contains("--"), !part.contains("..") else { throw Invalid(reason: "'--' and '..' are not allowed") }
    guard !part.hasSuffix(".git") else { throw Invalid(reason: "it must not end with '.git'") }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The segments of the name in a URL.
  var segments: [String] { text.split(separator: "/").map(String.init) }

  /// The folder of the official cache: `models--org--name`.
  var cacheFolder: String { "models--" + text.split(separator: "/").joined(separator: "--") }
}
