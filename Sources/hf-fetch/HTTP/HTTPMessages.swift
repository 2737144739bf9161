/// A request that is about to be made: a GET, or a POST where there is content.
struct HTTPRequest: Sendable {
  /// The absolute http or https URL.
  var url: String
  /// The headers.
  var headers: [String: String] = [:]
  /// The request body (POST); nil for a GET. `Content-Type` must be in `headers`.
  var content: String?
  /// Whether to follow redirects; if not, the redirect itself is returned.
  var followsRedirects = true
  /// How much of the body to read.
  var body = BodyLimit(maximumBytes: 10_000_000)
}

/// How much of a body to read, and when it is enough.
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
  /// The headers, names in lower case; values of a name that occurs several times are joined by commas.
  var headers: [String: String]
  /// The body, or as much of it as was asked for.
  var body: [UInt8] = []
  /// Where redirects have led, when there were any: the segments of the path, percent-decoded.
  var redirectedPath: [String]?
  /// The origin that answered when redirects led away from the endpoint, such as `https://huggingface.co` after a
  /// mirror's redirect; nil when the endpoint answered.
  var otherOrigin: String?

  /// A header's value.
  func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// Why there is no complete answer.
enum TransportError: Error, Equatable, Sendable {
  /// No byte arrived for this many seconds.
  case timeout(seconds: Int)
  /// The whole answer did not arrive within this many seconds.
  case tooSlow(seconds: Int)
  /// The connection could not be made, or broke.
  case connection(String)
  /// The certificate is not trusted. A retry does not help.
  case untrusted(String)
  /// The body ended before its announced length.
  case cutShort(received: Int, announced: Int)
  /// The body is longer than the limit, in bytes.
  case tooLarge(limit: Int)
  /// The header lines are longer than the limit, in bytes.
  case headTooLarge(limit: Int)
  /// The body has a content coding that was not asked for, or cannot be decompressed.
  case unreadableCoding
  /// libcurl is missing, too old, or refuses a setting.
  case unavailable(String)

  /// The message of libcurl or the system; empty for cases that have none.
  var reason: String {
    switch self {
    case .connection(let reason), .untrusted(let reason), .unavailable(let reason): reason
    case .timeout, .tooSlow, .cutShort, .tooLarge, .headTooLarge, .unreadableCoding: ""
    }
  }
}
