import Files

/// The name of a blob in the cache: a digest of its content, git's for small files and Git LFS's for large ones.
struct BlobName: Hashable, Sendable {
  /// 40 or 64 lower-case hexadecimal digits.
  let text: String

  /// Checks a digest; nil unless it has 40 or 64 lower-case hexadecimal digits.
  init?(_ text: String) {
    guard [40, 64].contains(text.utf8.count), text.utf8.allSatisfy(\.isLowercaseHexadecimalDigit) else { return nil }
    self.text = text
  }

  /// Reads an ETag: removes the quotes and the `W/` of a weak ETag. nil if the rest is not a digest.
  init?(etag: String?) {
    guard var name = etag?[...] else { return nil }
    if name.hasPrefix("W/") { name = name.dropFirst(2) }
    if name.hasPrefix("\""), name.hasSuffix("\""), name.utf8.count >= 2 { name = name.dropFirst().dropLast() }
    self.init(String(name))
  }

  /// Whether the content has this digest: git's blob SHA-1 (40 digits) or SHA-256 (64 digits).
  func isName(of content: [UInt8]) -> Bool {
    text.utf8.count == 64
      ? Digest.sha256(content) == text : Digest.sha1(Array("blob \(content.count)\0".utf8) + content) == text
  }
}
