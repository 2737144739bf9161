/// The HTTP header Content-Range: `bytes 0-99/1234` or `bytes */1234`.
struct ContentRange: Equatable, Sendable {
  /// The offset of the first byte; nil if it is not stated.
  var start: Int?
  /// The size of the file in bytes; nil if it is not stated.
  var total: Int?

  /// Parses the value of the header; nil if it is missing, has another unit than bytes, or has no `/`.
  init?(_ header: String?) {
    guard let header, header.lowercased().hasPrefix("bytes ") else { return nil }
    let parts = header.dropFirst(6).split(separator: "/")
    guard parts.count == 2 else { return nil }
    start = parts[0].split(separator: "-").first.flatMap { Int($0) }
    total = Int(parts[1]).flatMap { $0 >= 0 ? $0 : nil }
  }
}
