/// The status and headers of a response, collected line by line as libcurl delivers them.
///
/// The headers of interim responses (1xx) are dropped; trailers after the body are ignored.
struct ResponseHead {
  /// The status code; nil before the status line has arrived.
  private(set) var status: Int?
  /// The headers, names in lower case.
  private(set) var headers: [String: String] = [:]
  /// Whether the headers of the final response have ended.
  private(set) var isComplete = false
  private var byteCount = 0
  private var lastName: String?

  /// The maximum size of all header and trailer lines of a response together, with those of interim responses. The
  /// Hub's are below 10 kB.
  static let maximumBytes = 256 << 10

  /// Adds a line, which includes its line end.
  ///
  /// - Returns: whether the lines so far are within ``maximumBytes``.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    byteCount += line.count
    guard byteCount <= ResponseHead.maximumBytes else { return false }
    if isComplete { return true }
    let text = ResponseHead.text(line)
    if text.hasPrefix("HTTP/") {
      begin(text)
    } else if text.isEmpty {
      isComplete = status.map { $0 >= 200 } ?? false
    } else {
      add(text)
    }
    return true
  }

  /// The value of Content-Length, in bytes; nil without that header, or if its value is not one number.
  var contentLength: Int? { headers["content-length"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

  /// The content codings of the body, in the order in which they were applied, without `identity`.
  var contentCodings: [String] {
    (headers["content-encoding"] ?? "").split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }
      .filter { !$0.isEmpty && $0 != "identity" }.map { $0 == "x-gzip" ? "gzip" : $0 }
  }

  private mutating func begin(_ line: String) {
    let words = line.split(separator: " ")
    status = words.count > 1 ? Int(words[1]) : nil
    headers = [:]
    lastName = nil
  }

  private mutating func add(_ line: String) {
    // A line that starts with white space continues the value before it (RFC 9112, section 5.2).
    if line.first == " " || line.first == "\t" {
      if let lastName { headers[lastName, default: ""] += " " + line.trimmingWhiteSpace() }
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let name = line[..<colon].lowercased()
    let value = String(line[line.index(after: colon)...]).trimmingWhiteSpace()
    headers[name] = headers[name].map { $0 + ", " + value } ?? value
    lastName = name
  }

  /// A line without its line end, decoded as UTF-8 if it is valid, else as Latin-1.
  private static func text(_ line: UnsafeRawBufferPointer) -> String {
    var bytes = line[...]
    while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
    return String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
