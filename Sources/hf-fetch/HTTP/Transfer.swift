import CLibcurl
import Platform

/// One HTTP request in progress. It collects the response that libcurl delivers.
///
/// The caller's thread makes the transfer and waits in ``wait()``. The other functions run on the thread of
/// ``TransferLoop``, but ``fail(_:)`` runs on the caller's thread if the loop has stopped.
final class Transfer: @unchecked Sendable {
  /// libcurl's handle.
  let handle: Libcurl.Handle
  /// The time of the last received byte, in seconds on the monotonic clock; the start time before the first byte.
  private(set) var lastProgress = MonotonicClock.now()
  /// The start time, in seconds on the monotonic clock.
  let start = MonotonicClock.now()

  private let curl: Libcurl
  private let limit: BodyLimit
  private let options: TransferOptions
  private var head = ResponseHead()
  private var body: [UInt8] = []
  private var receivedBytes = 0
  private var abortReason: AbortReason?
  private let monitor = Monitor()
  private var outcome: Result<HTTPResponse, TransportError>?

  /// Why hf-fetch ends a transfer before libcurl does.
  private enum AbortReason {
    /// The body received so far is enough.
    case enough
    case failure(TransportError)
  }

  /// Prepares a transfer.
  ///
  /// - Throws: ``TransportError/unavailable(_:)``.
  init(_ request: HTTPRequest, to url: HTTPURL, environment: NetworkEnvironment) throws(TransportError) {
    curl = try Libcurl.loaded()
    guard let handle = curl.makeTransfer() else { throw .unavailable("out of memory") }
    self.handle = handle
    limit = request.bodyLimit
    options = TransferOptions(handle, curl)
    // If one of these fails, `deinit` frees the handle, because all properties have values.
    try options.apply(request, to: url, environment: environment)
    try options.deliver(to: Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { curl.freeTransfer(handle) }

  /// Waits until the transfer has ended.
  ///
  /// - Throws: ``TransportError`` when there is no complete response.
  func wait() throws(TransportError) -> HTTPResponse {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      if let outcome { return try outcome.get() }
      monitor.wait()
    }
  }

  /// Receives a header line or a trailer line.
  ///
  /// - Returns: whether to continue the transfer.
  func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
    lastProgress = MonotonicClock.now()
    guard head.take(line) else { return end(.failure(.headTooLarge(limit: ResponseHead.maximumBytes))) }
    guard head.isComplete, body.isEmpty else { return true }
    guard head.contentCodings.isEmpty || options.asksForGzip && head.contentCodings == ["gzip"] else {
      return end(.failure(.unreadableCoding))
    }
    if limit.isEnough == nil, let length = head.contentLength, length > limit.maximumBytes { return endTooLarge() }
    return true
  }

  /// Receives a piece of the body, after decompression.
  ///
  /// - Returns: whether to continue the transfer.
  func receive(body piece: UnsafeRawBufferPointer) -> Bool {
    guard piece.count <= limit.maximumBytes - body.count else { return endTooLarge() }
    body.append(contentsOf: piece)
    if let isEnough = limit.isEnough, isSuccess, isEnough(body) { return end(.enough) }
    return true
  }

  /// Receives the number of body bytes so far, before decompression.
  ///
  /// A change counts as progress, since decompression can take input for a while without output. A compressed body that
  /// is larger than the limit before decompression is an error too.
  ///
  /// - Returns: whether to continue the transfer.
  func updateReceivedBytes(_ count: Int) -> Bool {
    guard count != receivedBytes else { return true }
    receivedBytes = count
    lastProgress = MonotonicClock.now()
    let isWithinLimit = count <= limit.maximumBytes || head.contentCodings.isEmpty
    return isWithinLimit ? true : endTooLarge()
  }

  /// Ends the transfer, with the reason for which hf-fetch aborted it, else with the result that libcurl reports
  /// (`CURLcode`).
  func finish(_ code: Int32) {
    switch abortReason {
    case .enough: settle(.success(response))
    case .failure(let error): settle(.failure(error))
    case nil where code != HF_CURLE_OK: settle(.failure(error(code)))
    case nil where !head.isComplete: settle(.failure(.connection("the server sent no response")))
    case nil: settle(.success(response))
    }
  }

  /// Fails the transfer with an error that libcurl did not report.
  func fail(_ error: TransportError) { settle(.failure(error)) }

  private var isSuccess: Bool { head.status.map { (200..<300).contains($0) } ?? false }

  private var response: HTTPResponse { HTTPResponse(status: head.status ?? 0, headers: head.headers, body: body) }

  private func end(_ reason: AbortReason) -> Bool {
    abortReason = abortReason ?? reason
    return false
  }

  private func endTooLarge() -> Bool { end(.failure(.tooLarge(limit: limit.maximumBytes))) }

  private func settle(_ result: Result<HTTPResponse, TransportError>) {
    monitor.synchronized {
      outcome = outcome ?? result
      monitor.broadcast()
    }
  }

  /// libcurl's limit for one header line.
  private static let maximumHeaderLineBytes = 102_400

  private func error(_ code: Int32) -> TransportError {
    switch code {
    case HF_CURLE_PEER_FAILED_VERIFICATION, HF_CURLE_SSL_CERTPROBLEM, HF_CURLE_SSL_CIPHER, HF_CURLE_SSL_CACERT_BADFILE,
      HF_CURLE_SSL_ISSUER_ERROR, HF_CURLE_SSL_INVALIDCERTSTATUS:
      return .untrusted(options.errorText(code))
    case HF_CURLE_COULDNT_RESOLVE_PROXY, HF_CURLE_COULDNT_RESOLVE_HOST: return .unresolved(options.errorText(code))
    // hf-fetch requests only http and https URLs, so only a response can have an unsupported protocol.
    case HF_CURLE_UNSUPPORTED_PROTOCOL, HF_CURLE_WEIRD_SERVER_REPLY: return .malformed(options.errorText(code))
    case HF_CURLE_BAD_CONTENT_ENCODING: return .unreadableCoding
    // libcurl reports bytes after compressed data so. If this program refuses bytes, there is an abortReason.
    case HF_CURLE_WRITE_ERROR where !head.contentCodings.isEmpty: return .unreadableCoding
    case HF_CURLE_OUT_OF_MEMORY, HF_CURLE_TOO_LARGE:
      // Which of the two codes libcurl reports for a header line that is longer than its limit depends on its version.
      return head.isComplete
        ? .connection(options.errorText(code)) : .headTooLarge(limit: Transfer.maximumHeaderLineBytes)
    default:
      guard head.isComplete, head.contentCodings.isEmpty, let announced = head.contentLength, body.count < announced
      else { return .connection(options.errorText(code)) }
      return .cutShort(received: body.count, announced: announced)
    }
  }
}
