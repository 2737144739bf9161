/// What a client asked of the stub.
public struct StubRequest: Sendable {
  /// `GET`, `HEAD` or `POST`.
  public let method: String
  /// The path as sent, still percent-encoded, without the query.
  public let path: String
  /// The query as sent, without the question mark; empty without one.
  public let query: String
  /// The headers, names in lower case.
  public let headers: [String: String]
  /// What a POST sends.
  public internal(set) var body: [UInt8] = []
  /// Whether it came to the second host, where weights are.
  public let isForContentHost: Bool
  /// The number of requests before this one, over both hosts.
  public let number: Int

  /// The path as segments, percent-decoded.
  public var segments: [String] { path.split(separator: "/").map { percentDecoded($0) } }

  /// The values of a query item, in order.
  public func queryValues(_ name: String) -> [String] {
    query.split(separator: "&").compactMap { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard percentDecoded(parts[0]) == name else { return nil }
      return parts.count > 1 ? percentDecoded(parts[1]) : ""
    }
  }
}

/// What the stub answers.
public struct StubResponse: Sendable {
  /// How a body is sent, well or badly.
  public enum Delivery: Sendable, Equatable {
    /// With its Content-Length.
    case whole
    /// In chunks of this many bytes.
    case chunked(Int)
    /// Compressed (stored blocks).
    case gzip
    /// Compressed (stored blocks), with bytes after it that belong to nothing.
    case gzipWithRest
    /// With its full Content-Length, but the connection closes after this many bytes.
    case cut(at: Int)
    /// Half a megabyte at a time, without end.
    case endless
    /// A small compressed body that unpacks to this many bytes of zeros.
    case bomb(Int)
    /// Never: the connection stays open and silent.
    case hang
    /// The connection is reset instead of an answer.
    case reset
    /// One byte in this many milliseconds.
    case drip(milliseconds: Int)
    /// In chunks, with fields after the body.
    case trailers
    /// The body alone, without a head, so that the response need not be HTTP.
    case headless
    /// A head of lines without end.
    case endlessHead
    /// After interim heads without end.
    case endlessInterimHeads
    /// Compressed, in blocks that unpack to nothing, without end.
    case endlessGzip
    /// Compressed this many times, which each coding of the head says.
    case gzipLayers(Int)
  }

  /// The HTTP status.
  public var status: Int
  /// Further headers, in order.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]
  /// How to send it.
  public var delivery = Delivery.whole
  /// Statuses of heads that come before the answer's own, such as 103.
  public var interimStatuses: [Int] = []

  /// Makes an answer.
  public init(
    _ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], delivery: Delivery = .whole
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
  }

  /// An answer with a JSON body.
  public static func json(_ text: String, status: Int = 200) -> StubResponse {
    StubResponse(status, headers: [("Content-Type", "application/json; charset=utf-8")], body: Array(text.utf8))
  }

  /// An error as the Hub's API words it.
  public static func error(_ status: Int, code: String? = nil, message: String) -> StubResponse {
    var answer = json(#"{"error":"\#(message)"}"#, status: status)
    if let code { answer.headers.append(("X-Error-Code", code)) }
    answer.headers.append(("X-Error-Message", message))
    return answer
  }

  /// A redirect.
  public static func redirect(_ status: Int, to location: String) -> StubResponse {
    StubResponse(status, headers: [("Location", location)], body: Array("Redirecting to \(location)".utf8))
  }
}

func percentDecoded(_ text: some StringProtocol) -> String {
  let bytes = Array(text.utf8)
  var decoded: [UInt8] = []
  var index = 0
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
      let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
    {
      decoded.append(value)
      index += 3
    } else {
      decoded.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}
