import Platform

/// Masks a token in a server's response, in each form in which a server may send it back: unchanged, with characters
/// escaped as in JSON or a URL, or in base64.
struct TokenMask: Sendable {
  private let token: [UInt8]
  /// What base64 makes of the token inside a longer text. This depends on the token's offset and on the alphabet.
  private let base64Forms: [[UInt8]]

  /// A token with fewer bytes is not searched in base64, because its encoding can occur by chance.
  private static let minimumBase64Length = 8

  /// Prepares the search for a token, which must not be empty.
  init(_ token: String) {
    self.token = Array(token.utf8)
    base64Forms = self.token.count < TokenMask.minimumBase64Length ? [] : TokenMask.base64(self.token)
  }

  /// Replaces each occurrence by asterisks of the same length.
  ///
  /// - Returns: whether there was an occurrence.
  @discardableResult
  func apply(to bytes: inout [UInt8]) -> Bool {
    var isFound = false
    // An occurrence starts with the first character of the token, or with an escape of it.
    for first in [token[0], UInt8(ascii: "\\"), UInt8(ascii: "%")] {
      isFound = TokenMask.mask(&bytes, startingWith: first, length: tokenLength) || isFound
    }
    for form in base64Forms {
      let isFormFound = TokenMask.mask(&bytes, startingWith: form[0]) { bytes, offset in
        bytes.count - offset >= form.count && bytes[offset..<(offset + form.count)].elementsEqual(form)
          ? form.count : nil
      }
      isFound = isFormFound || isFound
    }
    return isFound
  }

  /// Masks the occurrences whose first byte is `first`.
  ///
  /// - Parameter length: returns the length of the occurrence at an offset, in bytes; nil if none starts there.
  private static func mask(
    _ bytes: inout [UInt8], startingWith first: UInt8, length: (UnsafeMutableBufferPointer<UInt8>, Int) -> Int?
  ) -> Bool {
    bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      var (offset, isFound) = (0, false)
      while offset < buffer.count, let candidate = memchr(base + offset, Int32(first), buffer.count - offset) {
        offset = UnsafeRawPointer(candidate) - UnsafeRawPointer(base)
        guard let length = length(buffer, offset) else {
          offset += 1
          continue
        }
        memset(base + offset, Int32(UInt8(ascii: "*")), length)
        isFound = true
        offset += length
      }
      return isFound
    }
  }

  /// The length of the token at an offset, with escapes, in bytes; nil if the token does not occur there.
  private func tokenLength(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ start: Int) -> Int? {
    var offset = start
    for byte in token {
      guard let length = TokenMask.length(of: byte, in: bytes, at: offset) else { return nil }
      offset += length
    }
    return offset - start
  }

  /// The length in bytes of a character at an offset, unchanged or escaped: `_`, `\u005f`, `%5F`; nil if another
  /// character is there.
  private static func length(of byte: UInt8, in bytes: UnsafeMutableBufferPointer<UInt8>, at offset: Int) -> Int? {
    guard offset < bytes.count else { return nil }
    if bytes[offset] == byte { return 1 }
    for escape in ["\\u00", "%"] {
      let digits = offset + escape.utf8.count
      guard digits + 2 <= bytes.count, bytes[offset..<digits].elementsEqual(escape.utf8) else { continue }
      let number = UInt8(String(decoding: bytes[digits..<(digits + 2)], as: UTF8.self), radix: 16)
      return number == byte ? digits + 2 - offset : nil
    }
    return nil
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  /// The base64 characters that depend on the token alone, for 0, 1 and 2 bytes before it, in the standard and in the
  /// URL-safe alphabet (RFC 4648).
  private static func base64(_ token: [UInt8]) -> [[UInt8]] {
    ["+/", "-_"].flatMap { last in
      (0...2).map { before in
        let bytes = [UInt8](repeating: 0, count: before) + token
        let alphabet = alphabet + Array(last.utf8)
        // A base64 character encodes six bits. It depends on the token alone if all six are bits of the token.
        let first = (before * 8 + 5) / 6
        return (first..<(bytes.count * 8 / 6)).map { position in
          let (byte, shift) = (position * 6 / 8, position * 6 % 8)
          let pair = UInt16(bytes[byte]) << 8 | UInt16(byte + 1 < bytes.count ? bytes[byte + 1] : 0)
          return alphabet[Int(pair >> UInt16(10 - shift)) & 63]
        }
      }
    }
  }
}
