import Platform

/// Finds a secret in bytes from outside, in each form in which a server may send it back: as it is, with characters
/// escaped as in JSON or a URL, or in base64.
struct SecretMask: Sendable {
  private let secret: [UInt8]
  /// What the secret looks like inside a longer text in base64, for each place where it can begin.
  private let inBase64: [[UInt8]]

  /// The base64 of a shorter secret occurs by chance.
  private static let shortestInBase64 = 8

  /// Prepares to look for a secret, which is not empty.
  init(_ secret: String) {
    self.secret = Array(secret.utf8)
    inBase64 = self.secret.count < SecretMask.shortestInBase64 ? [] : SecretMask.base64(self.secret)
  }

  /// Puts asterisks in the place of each occurrence; the length stays.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  func apply(to bytes: inout [UInt8]) -> Bool {
    var isFound = false
    // A secret begins with its first character, or with an escape of it.
    for first in [secret[0], UInt8(ascii: "\\"), UInt8(ascii: "%")] {
      isFound = SecretMask.mask(&bytes, startingWith: first, length: secretLength) || isFound
    }
    for form in inBase64 {
      let isThere = SecretMask.mask(&bytes, startingWith: form[0]) { bytes, place in
        bytes.count - place >= form.count && bytes[place..<(place + form.count)].elementsEqual(form) ? form.count : nil
      }
      isFound = isThere || isFound
    }
    return isFound
  }

  private static func mask(
    _ bytes: inout [UInt8], startingWith first: UInt8, length: (UnsafeMutableBufferPointer<UInt8>, Int) -> Int?
  ) -> Bool {
    bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      var (place, isFound) = (0, false)
      while place < buffer.count, let candidate = memchr(base + place, Int32(first), buffer.count - place) {
        place = UnsafeRawPointer(candidate) - UnsafeRawPointer(base)
        guard let length = length(buffer, place) else {
          place += 1
          continue
        }
        memset(base + place, Int32(UInt8(ascii: "*")), length)
        isFound = true
        place += length
      }
      return isFound
    }
  }

  /// How many bytes the secret takes at a place; nil when it is not there.
  private func secretLength(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ start: Int) -> Int? {
    var place = start
    for byte in secret {
      guard let length = SecretMask.length(of: byte, in: bytes, at: place) else { return nil }
      place += length
    }
    return place - start
  }

  /// How many bytes a character takes at a place, as it is or escaped: `_`, `\u005f`, `%5F`.
  private static func length(of byte: UInt8, in bytes: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int? {
    guard place < bytes.count else { return nil }
    if bytes[place] == byte { return 1 }
    for escape in ["\\u00", "%"] {
      let digits = place + escape.utf8.count
      guard digits + 2 <= bytes.count, bytes[place..<digits].elementsEqual(escape.utf8) else { continue }
      let number = UInt8(String(decoding: bytes[digits..<(digits + 2)], as: UTF8.self), radix: 16)
      return number == byte ? digits + 2 - place : nil
    }
    return nil
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  /// The characters of base64 that a text alone decides, with none, one and two bytes before it, in both alphabets.
  private static func base64(_ text: [UInt8]) -> [[UInt8]] {
    ["+/", "-_"].flatMap { last in
      (0...2).map { before in
        let bytes = [UInt8](repeating: 0, count: before) + text
        let alphabet = alphabet + Array(last.utf8)
        // A base64 character encodes six bits. Only characters whose bits all come from the secret are compared.
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
