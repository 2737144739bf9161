/// The id of a model repository on the Hub: `org/name`, or only `name` for the oldest ones.
///
/// Two ids are equal when their texts are. ``isSame(_:_:)`` ignores case, as the Hub does.
public struct ModelID: Hashable, Sendable {
  /// The id as given.
  public let text: String

  /// The maximum length of the organization and of the name, in bytes each.
  static let longestPart = 96

  /// The format of an id. Its pattern does not express the length of each part and the forbidden ending `.git`; its
  /// check does.
  static let format = TextFormat(
    pattern: {
      let part = #"[A-Za-z0-9_]+(-?(\.-)*\.?[A-Za-z0-9_]+)*"#
      return "^\(part)(/\(part))?$"
    }(), longest: 2 * longestPart + 1, requirement: "the id of a repository on the Hub, such as \"org/name\""
  ) { (try? ModelID($0)) != nil }

  /// The error for a text that is not the id of a model.
  public struct Invalid: Error, Equatable {
    /// Why the text is not an id, such as `it is empty`.
    public let reason: String
    /// What to write instead.
    public let hint: String

    /// Makes an error.
    public init(reason: String, hint: String = "give an id such as 'org/name', or the URL of a model's page") {
      self.reason = reason
      self.hint = hint
    }
  }

  /// Checks a text against the Hub's rules, so that the id can be part of a URL or a path.
  ///
  /// The rules follow `validate_repo_id` in huggingface_hub, the Hub's Python client.
  ///
  /// - Throws: ``Invalid`` when the text breaks a rule.
  public init(_ text: String) throws(Invalid) {
    guard !text.isEmpty else { throw Invalid(reason: "it is empty") }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw Invalid(reason: "it has more than one '/'") }
    for part in parts { try ModelID.check(part) }
    self.text = text
  }

  private static func check(_ part: Substring) throws(Invalid) {
    guard !part.isEmpty else { throw Invalid(reason: "the organization or the name is empty") }
    guard part.utf8.count <= longestPart else {
      throw Invalid(reason: "a part is longer than \(longestPart) characters")
    }
    guard part.utf8.allSatisfy(isAllowed) else {
      throw Invalid(reason: "only letters, digits, '_', '.' and '-' are allowed")
    }
    guard let first = part.utf8.first, let last = part.utf8.last, !isMark(first), !isMark(last) else {
      throw Invalid(reason: "a part must not start or end with '-' or '.'")
    }
    let hasDoubledMark = zip(part.utf8, part.utf8.dropFirst()).contains { isMark($0) && $0 == $1 }
    guard !hasDoubledMark else { throw Invalid(reason: "'--' and '..' are not allowed") }
    guard !part.hasSuffix(".git") else { throw Invalid(reason: "it must not end with '.git'") }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(ASCII.lowercase(byte)) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-")
  }

  /// The parts of the id: organization and name, or the name alone.
  public var segments: [String] { text.split(separator: "/").map(String.init) }

  /// The name in an id, without the organization.
  public static func name(of text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let slash = text.lastIndex(of: UInt8(ascii: "/")) else { return text }
    return UnsafeBufferPointer(rebasing: text[(slash + 1)...])
  }
}

extension ModelID {
  /// The id that is most similar to a name, such as that of a directory. Characters that an id cannot contain become
  /// `-`.
  public init(nearest name: String) {
    var bytes: [UInt8] = []
    for byte in name.utf8 where bytes.count < ModelID.longestPart {
      let isWord = ASCII.isAlphanumeric(ASCII.lowercase(byte)) || byte == UInt8(ascii: "_")
      // An id does not start with `-` or `.`. Of several of these in a row, only the first is kept.
      if !isWord, bytes.last.map(ModelID.isMark) ?? true { continue }
      bytes.append(isWord || byte == UInt8(ascii: ".") ? byte : UInt8(ascii: "-"))
    }
    while let last = bytes.last, ModelID.isMark(last) { bytes.removeLast() }
    while bytes.suffix(4).elementsEqual(".git".utf8) { bytes.removeLast(4) }
    text = bytes.isEmpty ? "model" : String(decoding: bytes, as: UTF8.self)
  }

  private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") }
}

/// Comparison of ids, which ignores case as the Hub does.
extension ModelID {
  /// Whether two ids name the same repository.
  public static func isSame(_ a: String, _ b: String) -> Bool { comparisonKey(a) == comparisonKey(b) }

  /// The id in lower case, which is the same for all spellings of the id of a repository.
  public static func comparisonKey(_ id: String) -> String {
    var id = id
    return id.withUTF8 { bytes in
      String(unsafeUninitializedCapacity: bytes.count) { target in
        for (index, byte) in bytes.enumerated() { target[index] = ASCII.lowercase(byte) }
        return bytes.count
      }
    }
  }

  /// A hash of an id that ignores case; never 0.
  public static func hash(of id: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = FNV1a()
    for byte in id { hash.add(ASCII.lowercase(byte)) }
    return hash.value
  }
}
