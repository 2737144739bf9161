/// An HTTP request: a GET, or a POST if it has content.
struct HTTPRequest: Sendable {
  /// The absolute http or https URL.
  var url: String
  var headers: [String: String] = [:]
  /// The body of a POST; nil for a GET. `Content-Type` must be in `headers`.
  var content: String?
  /// Whether to follow redirects; if not, the response that redirects is returned.
  var followsRedirects = true
  /// How much of the response body to read.
  var bodyLimit = BodyLimit(maximumBytes: 10_000_000)
}

/// How much of a response body to read.
struct BodyLimit: Sendable {
  /// The maximum size, before and after decompression. A larger body is an error.
  var maximumBytes: Int
  /// Whether the bytes of a successful response that were read so far are enough, so that the rest is not read; nil to
  /// read to the end.
  var isEnough: (@Sendable ([UInt8]) -> Bool)?
}

/// An HTTP response with its body.
struct HTTPResponse: Sendable {
  /// The status code, such as 404.
  let status: Int
  /// The headers, names in lower case; values of a name that occurs several times are joined by commas.
  var headers: [String: String]
  /// The body, or its start if ``BodyLimit/isEnough`` ended the transfer.
  var body: [UInt8] = []
  /// The percent-decoded path segments of the URL that sent this response, if the request was redirected; nil
  /// otherwise.
  var redirectedPath: [String]?
  /// The origin that sent this response if it is not the endpoint's, such as `https://huggingface.co` after a mirror's
  /// redirect; nil if it is.
  var otherOrigin: String?

  /// The value of a header; the case of its name does not matter.
  func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// Why there is no complete response.
enum TransportError: Error, Equatable, Sendable {
  /// No byte arrived for this many seconds.
  case timeout(seconds: Int)
  /// The whole response did not arrive within this many seconds.
  case tooSlow(seconds: Int)
  /// The name of the host or proxy could not be resolved.
  case unresolved(String)
  /// The connection could not be opened, or was lost.
  case connection(String)
  /// hf-fetch ends before the response arrived.
  case canceled
  /// The server sent something other than HTTP, or an HTTP response that is malformed.
  case malformed(String)
  /// The server's certificate is not trusted, or TLS is configured wrongly. A retry does not help.
  case untrusted(String)
  /// The body ended before its announced length.
  case cutShort(received: Int, announced: Int)
  /// The body is longer than the limit, in bytes.
  case tooLarge(limit: Int)
  /// The header lines are longer than the limit, in bytes.
  case headTooLarge(limit: Int)
  /// The body has a content coding that was not asked for, or cannot be decompressed.
  case unreadableCoding
  /// libcurl is missing or too old, cannot be initialized, or refuses a setting.
  case unavailable(String)
  /// The system allows no thread for the transfers.
  case refusedThread

  /// The message of libcurl or the system; empty for cases that have none.
  var reason: String {
    switch self {
    case .unresolved(let reason), .connection(let reason), .malformed(let reason), .untrusted(let reason),
      .unavailable(let reason):
      reason
    case .timeout, .tooSlow, .canceled, .cutShort, .tooLarge, .headTooLarge, .unreadableCoding, .refusedThread: ""
    }
  }
}
