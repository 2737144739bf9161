import Synchronization

/// Makes single requests over libcurl, without following redirects and without trying again.
///
/// Callers block, each on its thread; connections are kept and reused among them.
final class HTTPTransport: Sendable {
  private let connections: Int
  private let idleSeconds: Int
  private let environment = NetworkEnvironment()
  private let loop = Mutex<TransferLoop?>(nil)

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

  /// Ends the requests under way; a process should not end while libcurl works.
  func stop() {
    let loop = loop.withLock { loop in
      defer { loop = nil }
      return loop
    }
    loop?.stop()
  }

  private func runningLoop() throws(TransportError) -> TransferLoop {
    try loop.withLock { (loop) throws(TransportError) in
      if let loop { return loop }
      let started = try TransferLoop(connections: connections, idleSeconds: idleSeconds)
      loop = started
      return started
    }
  }
}
