import JSON
import Platform

/// What is to be said, as UTF-8: a batch can have something to say of every other document, and a string would be
/// copied with each part that is put into it.
///
/// Messages are written as literals with what varies in them: `"'\(name)' has \(count) layers"`.
public struct MessageText: ExpressibleByStringInterpolation, Sendable {
  /// The text.
  public let utf8: [UInt8]

  /// Makes a message of a string.
  public init(_ string: String) { utf8 = Array(string.utf8) }

  /// Makes a message of a literal.
  public init(stringLiteral value: String) { self.init(value) }

  /// Makes a message of a literal with parts.
  public init(stringInterpolation: StringInterpolation) { utf8 = stringInterpolation.utf8 }

  /// The text as a string.
  public var string: String { String(decoding: utf8, as: UTF8.self) }

  /// Puts a message together.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var utf8: [UInt8] = []

    /// Starts an empty message.
    public init(literalCapacity: Int, interpolationCount: Int) {
      utf8.reserveCapacity(literalCapacity + interpolationCount * 32)
    }

    /// Appends what is between the parts.
    public mutating func appendLiteral(_ literal: String) { appendInterpolation(literal) }

    /// Appends a string.
    public mutating func appendInterpolation(_ string: String) {
      var string = string
      string.withUTF8 { utf8.append(contentsOf: $0) }
    }

    /// Appends another message.
    public mutating func appendInterpolation(_ message: MessageText) { utf8.append(contentsOf: message.utf8) }

    /// Appends text of a document as it is.
    public mutating func appendInterpolation(_ text: UnsafeBufferPointer<UInt8>) { utf8.append(contentsOf: text) }

    /// Appends a number in decimal.
    public mutating func appendInterpolation(_ number: Int) { appendInterpolation(String(number)) }

    /// Appends anything else as it describes itself.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendInterpolation(value.description)
    }
  }
}
