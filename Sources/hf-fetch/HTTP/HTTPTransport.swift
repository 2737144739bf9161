import Synchronization

/// Makes single requests with libcurl, without following redirects and without retries.
///
/// Callers block, each on its thread; connections are kept and reused among them.
final class HTTPTransport: Sendable {
  private let connections: Int
  private let idleSeconds: Int
  private let environment = NetworkEnvironment()
  private let state = Mutex(State.idle)

  private enum State {
    /// No request was made yet.
    case idle
    case running(TransferLoop)
    case stopped
  }

  /// Makes a transport; nothing is loaded or started before the first request.
  ///
  /// - Parameters:
  ///   - connections: the maximum number of connections to one host.
  ///   - idleSeconds: a transfer fails when no data arrives for this many seconds.
  init(connections: Int, idleSeconds: Int) {
    self.connections = connections
    self.idleSeconds = idleSeconds
  }

  deinit { stop() }

  /// Makes one request and waits for its answer, redirects included as answers.
  ///
  /// - Parameter url: the request's URL, parsed.
  func send(_ request: HTTPRequest, to url: HTTPURL) throws(TransportError) -> HTTPResponse {
    let transfer = try Transfer(request, to: url, environment: environment)
    try runningLoop().submit(transfer)
    return try transfer.wait()
  }

  /// Ends the requests in progress and refuses new ones. A process should not end while libcurl is running.
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
      case .stopped: throw .connection("hf-fetch is shutting down")
      case .idle:
        let loop = try TransferLoop(connections: connections, idleSeconds: idleSeconds)
        state = .running(loop)
        return loop
      }
    }
  }
}
