import Platform

/// Reads requests from a connection and writes answers, as HTTP/1.1 with persistent connections.
struct HTTPExchange {
  let connection: Connection
  let isContentHost: Bool
  private var pending: [UInt8] = []

  init(_ connection: Connection, isContentHost: Bool) {
    self.connection = connection
    self.isContentHost = isContentHost
  }

  /// The next request's head; nil when the client has closed or sent nonsense.
  mutating func nextRequest(number: () -> Int) -> StubRequest? {
    let blank: [UInt8] = [13, 10, 13, 10]
    while true {
      if let end = pending.firstIndex(of: blank, from: 0) {
        let head = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(..<(end + blank.count))
        guard var request = parse(head, number: number()) else { return nil }
        if let length = request.headers["content-length"].flatMap({ Int($0) }) {
          while pending.count < length, let more = connection.read() { pending += more }
          request.body = Array(pending.prefix(length))
          pending.removeFirst(request.body.count)
        }
        return request
      }
      guard pending.count < 1 << 16, let more = connection.read() else { return nil }
      pending += more
    }
  }

  private func parse(_ head: String, number: Int) -> StubRequest? {
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: true)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    // A proxy is asked for an absolute URL.
    var target = words[1]
    if target.hasPrefix("http://") { target = target.dropFirst(7).drop { $0 != "/" } }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return StubRequest(
      method: String(words[0]), path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
      headers: headers, isForContentHost: isContentHost, number: number)
  }

  /// Sends an answer; false when the connection must close after it.
  func answer(_ request: StubRequest, with response: StubResponse) -> Bool {
    switch response.delivery {
    case .reset:
      connection.prepareReset()
      return false
    case .hang:
      while connection.read() != nil {}
      return false
    case .headless:
      _ = connection.send(response.body)
      return false
    case .endlessHead: return sendEndlessly(Array("HTTP/1.1 200 OK\r\n".utf8)) { Array("X-Line-\($0): y\r\n".utf8) }
    case .endlessInterimHeads:
      return sendEndlessly([]) { _ in Array("HTTP/1.1 103 Interim\r\nLink: </x>\r\n\r\n".utf8) }
    default: break
    }
    let plan = BodyPlan(response)
    guard connection.send(head(response, plan) + (request.method == "HEAD" ? [] : plan.firstBytes)) else {
      return false
    }
    guard request.method != "HEAD" else { return true }
    return finish(response, plan)
  }

  /// Sends a beginning and then ever new lines until the client has gone.
  private func sendEndlessly(_ beginning: [UInt8], then line: (Int) -> [UInt8]) -> Bool {
    var number = 0
    var isOpen = connection.send(beginning)
    while isOpen {
      isOpen = connection.send(line(number))
      number += 1
    }
    return false
  }

  private func head(_ response: StubResponse, _ plan: BodyPlan) -> [UInt8] {
    var text = response.interimStatuses.map { "HTTP/1.1 \($0) Interim\r\nLink: </x>; rel=preload\r\n\r\n" }.joined()
    text += "HTTP/1.1 \(response.status) \(reasonPhrase(response.status))\r\n"
    for (name, value) in response.headers + plan.headers { text += "\(name): \(value)\r\n" }
    return Array((text + "\r\n").utf8)
  }

  /// Sends the same bytes until the client has gone.
  private func sendEndlessly(_ block: [UInt8]) -> Bool {
    while connection.send(block) {}
    return false
  }

  private func finish(_ response: StubResponse, _ plan: BodyPlan) -> Bool {
    switch response.delivery {
    case .cut: return false
    case .endless: return sendEndlessly([UInt8](repeating: UInt8(ascii: " "), count: 1 << 19))
    case .endlessGzip: return sendEndlessly(Array(repeatElement(Deflate.emptyBlock, count: 10_000).joined()))
    case .drip(let milliseconds):
      for byte in response.body {
        usleep(UInt32(milliseconds) * 1000)
        guard connection.send([byte]) else { return false }
      }
      return true
    default: return true
    }
  }
}

/// The framing of a body: headers, and the bytes that go out with the head.
private struct BodyPlan {
  var headers: [(name: String, value: String)] = []
  var firstBytes: [UInt8]

  init(_ response: StubResponse) {
    firstBytes = response.body
    switch response.delivery {
    case .chunked(let size):
      headers = [("Transfer-Encoding", "chunked")]
      firstBytes = BodyPlan.chunks(of: response.body, size: max(size, 1))
    case .gzip:
      firstBytes = Deflate.gzipStored(response.body)
      headers = [("Content-Encoding", "gzip"), ("Content-Length", "\(firstBytes.count)")]
    case .gzipWithRest:
      firstBytes = Deflate.gzipStored(response.body) + Array("rest".utf8)
      headers = [("Content-Encoding", "gzip"), ("Content-Length", "\(firstBytes.count)")]
    case .bomb(let size):
      firstBytes = Deflate.gzipZeros(count: size)
      headers = [("Content-Encoding", "gzip"), ("Content-Length", "\(firstBytes.count)")]
    case .gzipLayers(let count):
      firstBytes = (0..<count).reduce(response.body) { body, _ in Deflate.gzipStored(body) }
      let codings = [String](repeating: "gzip", count: count).joined(separator: ", ")
      headers = [("Content-Encoding", codings), ("Content-Length", "\(firstBytes.count)")]
    case .trailers:
      headers = [("Transfer-Encoding", "chunked"), ("Trailer", "Server-Timing")]
      firstBytes = BodyPlan.chunks(
        of: response.body, size: 100, trailers: "Server-Timing: a\r\nContent-Encoding: br\r\n")
    case .endlessGzip:
      headers = [("Content-Encoding", "gzip")]
      firstBytes = Deflate.header
    case .cut(let length):
      headers = [("Content-Length", "\(response.body.count)")]
      firstBytes = Array(response.body.prefix(length))
    case .endless, .endlessHead, .endlessInterimHeads, .headless:
      firstBytes = []
    case .drip:
      headers = [("Content-Length", "\(response.body.count)")]
      firstBytes = []
    case .whole, .hang, .reset:
      headers = [("Content-Length", "\(response.body.count)")]
    }
  }

  private static func chunks(of body: [UInt8], size: Int, trailers: String = "") -> [UInt8] {
    var framed: [UInt8] = []
    var rest = body[...]
    while !rest.isEmpty {
      let chunk = rest.prefix(size)
      framed += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + [13, 10]
      rest = rest.dropFirst(size)
    }
    return framed + Array("0\r\n\(trailers)\r\n".utf8)
  }
}

private func reasonPhrase(_ status: Int) -> String {
  switch status {
  case 200: "OK"
  case 206: "Partial Content"
  case 302: "Found"
  case 307: "Temporary Redirect"
  case 401: "Unauthorized"
  case 403: "Forbidden"
  case 404: "Not Found"
  case 416: "Range Not Satisfiable"
  case 429: "Too Many Requests"
  case 500: "Internal Server Error"
  case 503: "Service Unavailable"
  default: "Status"
  }
}

extension [UInt8] {
  /// Where a pattern occurs first, at an offset or after it.
  func firstIndex(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, count - start >= pattern.count else { return nil }
    var place = start
    while place <= count - pattern.count {
      if self[place] == first, self[place..<(place + pattern.count)].elementsEqual(pattern) { return place }
      place += 1
    }
    return nil
  }
}
