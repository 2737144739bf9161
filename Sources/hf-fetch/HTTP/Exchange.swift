import Foundation
import Shared

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request under way: what the session's delegate has received, and who waits for it.
final class Exchange: @unchecked Sendable {
  private let limit: BodyLimit
  private let condition = NSCondition()

  // Guarded by the condition.
  private var response: HTTPURLResponse?
  private var body: [UInt8] = []
  private var outcome: Result<HTTPResponse, TransportError>?
  private var lastProgress = Date()
  private var hasEnded = false

  init(_ limit: BodyLimit) { self.limit = limit }

  /// Waits for the outcome.
  ///
  /// - Parameters:
  ///   - idle: how long nothing may arrive, in seconds.
  ///   - total: how long it may take in all, in seconds.
  func wait(idle: Int, total: Int) -> Result<HTTPResponse, TransportError> {
    condition.lock()
    defer { condition.unlock() }
    let start = Date()
    while true {
      if let outcome { return outcome }
      let deadline = min(lastProgress.addingTimeInterval(Double(idle)), start.addingTimeInterval(Double(total)))
      if deadline <= Date() { return .failure(.timeout(seconds: idle)) }
      _ = condition.wait(until: deadline)
    }
  }

  /// Whether the session has ended the request; while it has not, whoever needs no more of it must cancel it.
  var isOver: Bool { condition.withLock { hasEnded } }

  /// Takes the head of the answer.
  func receive(_ head: HTTPURLResponse) {
    condition.withLock {
      guard outcome == nil else { return }
      response = head
      body = []
      lastProgress = Date()
      if !ContentCoding.isHarmless(head) { finish(.failure(.unaskedCoding)) }
    }
  }

  /// Takes a piece of the body.
  func receive(_ data: Data) {
    condition.withLock {
      guard outcome == nil else { return }
      lastProgress = Date()
      guard data.count <= limit.maximumBytes - body.count else {
        return finish(.failure(.tooLarge(limit: limit.maximumBytes)))
      }
      body += data
      guard let isEnough = limit.isEnough, isSuccess, isEnough(body) else { return }
      finishWhole()
    }
  }

  /// Takes the server's wish for credentials as the end of its answer, whose body came before.
  func receiveChallenge() {
    condition.withLock {
      if outcome == nil { finishWhole() }
    }
  }

  /// Takes the end of the answer.
  func complete(_ error: (any Error)?) {
    condition.withLock {
      hasEnded = true
      guard outcome == nil else { return }
      if let error {
        finish(.failure(describe(error)))
      } else if let announced = announcedLength, body.count < announced {
        finish(.failure(.cutShort(received: body.count, announced: announced)))
      } else {
        finishWhole()
      }
    }
  }

  private var isSuccess: Bool { response.map { (200..<300).contains($0.statusCode) } ?? false }

  /// What Content-Length promised; unknown for compressed bodies, whose length it does not tell.
  private var announcedLength: Int? {
    guard let response, response.value(forHTTPHeaderField: "Content-Encoding") == nil,
      let length = response.value(forHTTPHeaderField: "Content-Length").flatMap({ Int($0) }), length >= 0
    else { return nil }
    return length
  }

  private func finishWhole() {
    guard let response else { return finish(.failure(.connection("the server sent no answer"))) }
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
    finish(.success(HTTPResponse(status: response.statusCode, headers: headers, body: body)))
  }

  private func finish(_ result: Result<HTTPResponse, TransportError>) {
    outcome = result
    body = []
    condition.broadcast()
  }

  private func describe(_ error: any Error) -> TransportError {
    if let announced = announcedLength, body.count < announced {
      return .cutShort(received: body.count, announced: announced)
    }
    let urlError = error as? URLError
    switch urlError?.code {
    case .timedOut?: return .connection("the server stopped answering")
    case .serverCertificateUntrusted?, .serverCertificateHasBadDate?, .serverCertificateNotYetValid?,
      .serverCertificateHasUnknownRoot?, .clientCertificateRejected?, .secureConnectionFailed?:
      return .untrusted(urlError?.localizedDescription ?? "")
    default:
      let reason = (error as NSError).localizedDescription
      return reason.contains("certificate") ? .untrusted(reason) : .connection(reason)
    }
  }
}

/// Compressed bodies: none are asked for, and what comes nevertheless must be small.
///
/// The system's library unpacks a whole socket's worth before anybody can say stop, so two megabytes sent would be two
/// gigabytes in memory.
private enum ContentCoding {
  /// The most that a compressed body may be, in bytes: DEFLATE unpacks it to at most a thousand times that.
  static let largestBody = 100_000

  static func isHarmless(_ head: HTTPURLResponse) -> Bool {
    let coding = (head.value(forHTTPHeaderField: "Content-Encoding") ?? "identity").lowercased()
    if coding == "identity" || coding.isEmpty { return true }
    let length = head.value(forHTTPHeaderField: "Content-Length").flatMap { Int($0) }
    return ["gzip", "x-gzip", "deflate"].contains(coding) && length.map { $0 <= largestBody } ?? false
  }
}
