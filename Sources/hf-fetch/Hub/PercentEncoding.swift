/// Percent-encodes all bytes except the unreserved characters of RFC 3986.
func percentEncoded(_ text: String) -> String {
  var encoded = ""
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default: encoded += percentEncoded(byte)
    }
  }
  return encoded
}

/// A byte as `%` and two hexadecimal digits.
func percentEncoded(_ byte: UInt8) -> String {
  (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
}
