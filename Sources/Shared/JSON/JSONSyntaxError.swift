import Platform

/// A syntax error in a JSON text.
public struct JSONSyntaxError: Error, Equatable, Sendable {
  /// The kinds of error.
  public enum Reason: Sendable {
    case unexpectedEnd, textAfterValue, expectedValue, expectedKey, expectedColon, expectedCommaOrEnd
    case trailingComma, invalidLiteral, leadingZero, invalidNumber, controlCharacter, invalidEscape
    case loneSurrogate, invalidUTF8, tooDeep, missingSeparator, tooLarge, utf16, conflictMarker
  }

  /// The kind of error.
  public let reason: Reason
  /// The offset of the error, in bytes from the start of the buffer.
  public let offset: Int

  /// Makes an error.
  public init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// The message, without the position.
  public var message: String {
    switch reason {
    case .unexpectedEnd: "unexpected end of input"
    case .textAfterValue: "unexpected text after the value"
    case .expectedValue: "expected a value"
    case .expectedKey: "expected a key in double quotes"
    case .expectedColon: "expected ':' after the key"
    case .expectedCommaOrEnd: "expected ',' or the end of the object or array"
    case .trailingComma: "trailing comma"
    case .invalidLiteral: "invalid literal (only true, false and null are known)"
    case .leadingZero: "a number must not have leading zeros"
    case .invalidNumber: "invalid number: a digit is missing"
    case .controlCharacter: "control character in a string (it must be escaped)"
    case .invalidEscape:
      "invalid escape sequence; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits"
    case .loneSurrogate: "a \\u escape is half of a surrogate pair, and the other half is missing"
    case .invalidUTF8: "invalid UTF-8"
    case .tooDeep: "nested deeper than \(JSONParser.maximumDepth) levels"
    case .missingSeparator: "values must be separated by white space"
    case .tooLarge: "a value is larger than 4 GB"
    case .utf16: "the text is UTF-16, or not text; JSON is in UTF-8"
    case .conflictMarker: "a conflict marker of git: keep one of the two versions, and remove the markers"
    }
  }
}
