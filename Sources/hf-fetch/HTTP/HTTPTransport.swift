import Synchronization

/// Sends single requests with libcurl. It neither follows redirects nor retries.
///
/// A call of ``send(_:to:)`` blocks the calling thread. All calls share the open connections.
final class HTTPTransport: Sendable {
  private let connections: Int
  private let idleSeconds: Int
  private let environment = NetworkEnvironment()
  private let state = Mutex(State.idle)

  private enum State {
    /// No request has been sent yet.
    case idle
    case running(TransferLoop)
    case stopped
  }

  /// Makes a transport. libcurl is loaded, and the thread of the transfers started, at the first request.
  ///
  /// - Parameters:
  ///   - connections: the maximum number of connections to one host.
  ///   - idleSeconds: a transfer fails when no data arrives for this many seconds.
  init(connections: Int, idleSeconds: Int) {
    self.connections = connections
    self.idleSeconds = idleSeconds
  }

  deinit { stop() }

  /// Sends one request and waits for the response. A redirect is returned as a response.
  ///
  /// - Parameter url: the URL to request, which after a redirect differs from ``HTTPRequest/url``.
  /// - Throws: ``TransportError`` when there is no complete response.
  func send(_ request: HTTPRequest, to url: HTTPURL) throws(TransportError) -> HTTPResponse {
    let transfer = try Transfer(request, to: url, environment: environment)
    try runningLoop().submit(transfer)
    return try transfer.wait()
  }

  /// Ends the requests in progress and refuses new ones.
  func stop() {
    let previous = state.withLock { state in
      defer { state = .stopped }
      return state
    }
    if case .running(let loop) = previous { loop.stop() }
  }

  private func runningLoop() throws(TransportError) -> TransferLoop {
    try state.withLock { (state) throws(TransportError) in
      switch state {
      case .running(let loop): return loop
      case .stopped: throw .canceled
      case .idle:
        let loop = try TransferLoop(connections: connections, idleSeconds: idleSeconds)
        state = .running(loop)
        return loop
      }
    }
  }
}
