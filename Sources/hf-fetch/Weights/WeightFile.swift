import CommandLineTool
import Files
import ModelSpec
import Platform

/// A weight file, whose header is read in pieces from the start.
protocol WeightFile: Sendable {
  /// The name for messages.
  var name: String { get }
  /// Whether the file is in a directory that the user named, and not in a repository of the Hub.
  var isInDirectory: Bool { get }

  /// Reads a range of bytes. The result has fewer bytes if the file ends inside the range, or `isEnough` returns true.
  ///
  /// - Parameters:
  ///   - range: the offsets of the bytes.
  ///   - isEnough: whether the bytes that have arrived are enough, so that the rest is not read. It is called only for
  ///     files on the Hub, and ranges that start at 0. If it is nil, the whole range is read.
  /// - Throws: ``Failure`` when the file cannot be read.
  func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange
}

extension WeightFile {
  var isInDirectory: Bool { false }
}

/// The bytes in a range of a file.
struct FileRange: Sendable {
  var bytes: [UInt8]
  /// The size of the whole file in bytes; nil when unknown.
  var fileSize: Int?
}

/// A weight file on this machine.
struct LocalWeightFile: WeightFile {
  let name: String
  let path: String
  var isInDirectory = false

  func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(errno) }
    defer { close(descriptor) }
    guard let status = FileStatus(descriptor: descriptor) else { throw unreadable(errno) }
    guard status.isRegular else { throw unreadable(reason: "it is not a regular file") }
    guard let bytes = BoundedRead.bytes(of: descriptor, range.clamped(to: 0..<status.size)) else {
      throw unreadable(errno)
    }
    return FileRange(bytes: bytes, fileSize: status.size)
  }

  private func unreadable(_ number: Int32) -> Failure {
    unreadable(reason: SystemError(number).reason)
  }

  private func unreadable(reason: String) -> Failure {
    Failure(
      .incompleteWeights, stage: .fetch, message: "cannot read '\(name)': \(reason)",
      hint: "check that it is a file that you may read")
  }
}

/// A weight file on the Hub, which is read by Range requests.
struct RemoteWeightFile: WeightFile {
  let name: String
  let url: String
  let client: HubClient
  /// The model and the file, for failures.
  let subject: RequestedResource

  /// How many bytes may arrive after the requested ones. libcurl delivers a body in blocks, and a transfer can be
  /// stopped only after a block. This is more than the size of a block.
  private static let slack = 1 << 20

  func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange {
    // A server that ignores Range sends the whole file. Then the transfer is stopped after the requested bytes.
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
    // The host of the content has no codes for errors. The Hub has one for a missing repository.
    case 404 where response.errorCode == nil:
      throw HubErrorResponses.missingFile(name, of: subject.id, client.endpoint.page(of: subject.id))
    default: throw client.failure(for: response, about: subject)
    }
  }

  private func partial(_ response: HTTPResponse, _ range: Range<Int>) throws(Failure) -> FileRange {
    let header = response.header("Content-Range")
    let received = ContentRange(header)
    guard received?.start == range.lowerBound, response.body.count <= range.count else {
      let found = header.map { "Content-Range '\(String($0.prefix(80)).escapingControlCharacters())'" }
      throw Failure(
        .badResponse, stage: .fetch, modelID: subject.id,
        message: "the response for '\(name)' has \(found ?? "no Content-Range") and \(response.body.count) bytes, "
          + "expected 'bytes \(range.lowerBound)-\(range.upperBound - 1)'",
        hint: "check whether a proxy between this machine and the Hub changes Range requests", status: 206)
    }
    return FileRange(bytes: response.body, fileSize: received?.total)
  }
}
