/// A request that is about to be made: a GET, or a POST where there is content.
struct HTTPRequest: Sendable {
  /// The absolute http or https URL.
  var url: String
  /// The headers.
  var headers: [String: String] = [:]
  /// What to send, which a header says the type of; nil makes a GET.
  var content: String?
  /// Whether to go where a redirect leads; else it is the answer.
  var followsRedirects = true
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
  /// The headers, names in lower case; values of a name that occurs several times are joined by commas.
  var headers: [String: String]
  /// The body, or as much of it as was asked for.
  var body: [UInt8] = []
  /// Where redirects have led, when there were any: the segments of the path, percent-decoded.
  var redirectedPath: [String]?
  /// Who answered in the endpoint's place, such as `https://huggingface.co` after a mirror's redirect; nil when the
  /// endpoint itself did.
  var otherOrigin: String?

  /// A header's value.
  func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// Why no answer, or no whole one, came.
enum TransportError: Error, Equatable, Sendable {
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
  /// The head is longer than we take.
  case headTooLarge(limit: Int)
  /// The body is compressed in a way that was not asked for, or cannot be unpacked.
  case unreadableCoding
  /// libcurl is missing, too old, or refuses a setting.
  case unavailable(String)

  /// What the system said, where it said something.
  var reason: String {
    switch self {
    case .connection(let reason), .untrusted(let reason), .unavailable(let reason): reason
    case .timeout, .cutShort, .tooLarge, .headTooLarge, .unreadableCoding: ""
    }
  }
}
