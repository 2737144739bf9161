import Synchronization

/// Makes single requests over libcurl, without following redirects and without trying again.
///
/// Callers block, each on its thread; connections are kept and reused among them.
final class HTTPTransport: Sendable {
  private let connections: Int
  private let idleSeconds: Int
  private let environment = NetworkEnvironment()
  private let state = Mutex(State.idle)

  private enum State {
    /// Nothing was asked yet.
    case idle
    case running(TransferLoop)
    case stopped
  }

  /// Makes a transport; nothing is loaded or started before the first request.
  ///
  /// - Parameters:
  ///   - connections: how many connections to a host there may be.
  ///   - idleSeconds: how long nothing may arrive.
  init(connections: Int, idleSeconds: Int) {
    self.connections = connections
    self.idleSeconds = idleSeconds
  }

  deinit { stop() }

  /// Makes one request and waits for its answer, redirects included as answers.
  ///
  /// - Parameter url: the request's URL, taken apart.
  func send(_ request: HTTPRequest, to url: HTTPURL) throws(TransportError) -> HTTPResponse {
    let transfer = try Transfer(request, to: url, environment: environment)
    try runningLoop().submit(transfer)
    return try transfer.wait()
  }

  /// Ends the requests under way, and makes no more; a process should not end while libcurl works.
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
      case .stopped: throw .connection("no more requests are made")
      case .idle:
        let loop = try TransferLoop(connections: connections, idleSeconds: idleSeconds)
        state = .running(loop)
        return loop
      }
    }
  }
}
