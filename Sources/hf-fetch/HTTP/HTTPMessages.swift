import Foundation

/// A GET that is about to be made.
struct HTTPRequest: Sendable {
  /// Where to.
  var url: URL
  /// The headers.
  var headers: [String: String] = [:]
  /// How much of the body to take.
  var body = BodyLimit(maximumBytes: 10_000_000)
}

/// How much of a body to take, and when it is enough.
struct BodyLimit: Sendable {
  /// More than this is an error, whatever Content-Length says; counted after decompression.
  var maximumBytes: Int
  /// Whether what has arrived suffices, so that the rest need not be read; nil reads to the end.
  var isEnough: (@Sendable ([UInt8]) -> Bool)?
}

/// An answer with its body.
struct HTTPResponse: Sendable {
  /// The HTTP status.
  let status: Int
  /// The headers, names in lower case.
  var headers: [String: String]
  /// The body, or as much of it as was asked for.
  var body: [UInt8] = []
  /// Where redirects have led, when there were any.
  var redirectedTo: URL?

  /// A header's value.
  func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// Why no answer, or no whole one, came.
enum TransportError: Error, Sendable {
  /// Nothing arrived for as long as we were ready to wait.
  case timeout(seconds: Int)
  /// The connection could not be made, or broke.
  case connection(String)
  /// The certificate is not to be trusted; trying again does not help.
  case untrusted(String)
  /// The body ended before its announced length.
  case cutShort(received: Int, announced: Int)
  /// The body is longer than we take.
  case tooLarge(limit: Int)
  /// The body is compressed, which was not asked for, and may be anything unpacked.
  case unaskedCoding
}
