import ModelSpec
import Platform

/// A weight file. Its header is read in pieces from the start.
protocol WeightFile: Sendable {
  /// Its name, for messages.
  var name: String { get }

  /// Reads a range; fewer bytes where the file ends first or enough are there.
  ///
  /// - Parameters:
  ///   - range: the bytes wanted.
  ///   - isEnough: whether what has come of the range suffices.
  func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange
}

/// Bytes of a file, and its size as far as that is known.
struct FileRange: Sendable {
  /// The bytes.
  var bytes: [UInt8]
  /// The size of the whole file in bytes.
  var fileSize: Int?
}

/// A weight file on this machine.
struct LocalWeightFile: WeightFile {
  let name: String
  let path: String

  func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .incompleteWeights, stage: .fetch, message: "'\(name)' is not a regular file", hint: "download the file again")
    }
    let size = Int(status.st_size)
    guard let bytes = BoundedRead.bytes(of: descriptor, range.clamped(to: 0..<size)) else { throw unreadable(errno) }
    return FileRange(bytes: bytes, fileSize: size)
  }

  private func unreadable(_ number: Int32) -> Failure {
    Failure(
      .incompleteWeights, stage: .fetch,
      message: "cannot read '\(name)': \(SystemError(operation: "read", errorNumber: number).reason)",
      hint: "check that it is a file that you may read")
  }
}

/// A weight file of a repository, read by Range requests.
struct RemoteWeightFile: WeightFile {
  let name: String
  let url: String
  let client: HubClient
  let subject: RequestedResource

  /// libcurl delivers the body in blocks, so a little more than the requested bytes can arrive before the transfer
  /// stops.
  private static let slack = 1 << 20

  func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange {
    // A server that ignores Range sends the file from its start: then stop after the bytes wanted.
    let end = range.upperBound
    let limit = BodyLimit(maximumBytes: end + RemoteWeightFile.slack) { body in
      body.count >= end || range.lowerBound == 0 && isEnough?(body) ?? false
    }
    let request = HTTPRequest(url: url, headers: ["Range": "bytes=\(range.lowerBound)-\(end - 1)"], bodyLimit: limit)
    let response = try client.get(request)
    switch response.status {
    case 206: return try partial(response, range)
    case 200:
      return FileRange(bytes: Array(response.body.dropFirst(range.lowerBound).prefix(range.count)), fileSize: nil)
    case 416: return FileRange(bytes: [], fileSize: ContentRange(response.header("Content-Range"))?.total)
    default: throw client.failure(for: response, about: subject)
    }
  }

  private func partial(_ response: HTTPResponse, _ range: Range<Int>) throws(Failure) -> FileRange {
    let place = ContentRange(response.header("Content-Range"))
    guard place?.start == range.lowerBound, response.body.count <= range.count else {
      throw Failure(
        .badResponse, stage: .fetch, modelID: subject.id,
        message: "'\(name)' was answered with another range than asked for",
        hint: "check whether a proxy between this machine and the Hub changes Range requests", status: 206)
    }
    return FileRange(bytes: response.body, fileSize: place?.total)
  }
}

/// `bytes 0-99/1234` or `bytes */1234`.
struct ContentRange: Equatable, Sendable {
  /// The first byte's offset.
  var start: Int?
  /// The size of the file.
  var total: Int?

  /// Reads the header; nil when it is missing or of another unit.
  init?(_ header: String?) {
    guard let header, header.lowercased().hasPrefix("bytes ") else { return nil }
    let parts = header.dropFirst(6).split(separator: "/")
    guard parts.count == 2 else { return nil }
    start = parts[0].split(separator: "-").first.flatMap { Int($0) }
    total = Int(parts[1]).flatMap { $0 >= 0 ? $0 : nil }
  }
}
