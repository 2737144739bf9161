import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Makes single requests over URLSession, without following redirects and without trying again.
///
/// Callers block, each on a thread of its own; connections are kept and reused among them.
final class HTTPTransport: Sendable {
  private let session: URLSession
  private let receiver: Receiver
  /// How long nothing may arrive, in seconds.
  private let idleSeconds: Int

  /// A body may trickle in for this many idle times before it is given up.
  private static let totalIdleTimes = 12

  /// Makes a transport.
  ///
  /// - Parameters:
  ///   - connections: how many connections to a host there may be; callers must not make more requests at once, since
  ///     URLSession counts the time in its queue as the request's.
  ///   - idleSeconds: how long nothing may arrive.
  init(connections: Int, idleSeconds: Int) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = connections
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.httpCookieAcceptPolicy = .never
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    // Our own clock rules: URLSession's is the backstop.
    configuration.timeoutIntervalForRequest = Double(idleSeconds) + 5
    NetworkEnvironment.apply(to: configuration)
    receiver = Receiver()
    session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: DelegateQueue())
    self.idleSeconds = idleSeconds
  }

  /// Makes one request and waits for its answer, redirects included as answers.
  func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    var urlRequest = URLRequest(url: request.url)
    for (name, value) in request.headers { urlRequest.setValue(value, forHTTPHeaderField: name) }
    let exchange = Exchange(request.body)
    let task = session.dataTask(with: urlRequest)
    receiver.register(exchange, for: task)
    task.resume()
    let result = exchange.wait(idle: idleSeconds, total: idleSeconds * HTTPTransport.totalIdleTimes)
    if !exchange.isOver { task.cancel() }
    receiver.forget(task)
    return try result.get()
  }
}

/// Where the session calls its delegate: on Linux at once, on the session's own thread.
///
/// A queue of its own there costs an answer several changes of threads, which is most of what small answers cost. The
/// delegate must therefore neither wait nor call the session; whoever waits for an answer cancels what is not wanted.
private final class DelegateQueue: OperationQueue, @unchecked Sendable {
  override init() {
    super.init()
    maxConcurrentOperationCount = 1
  }

  #if !canImport(Darwin)
    override func addOperation(_ block: @escaping @Sendable () -> Void) { block() }
  #endif
}

/// The session's delegate: hands what arrives to the exchange that it belongs to.
private final class Receiver: NSObject, URLSessionDataDelegate, Sendable {
  private let exchanges = Mutex<[Int: Exchange]>([:])

  func register(_ exchange: Exchange, for task: URLSessionTask) {
    exchanges.withLock { $0[task.taskIdentifier] = exchange }
  }

  func forget(_ task: URLSessionTask) {
    exchanges.withLock { _ = $0.removeValue(forKey: task.taskIdentifier) }
  }

  private func exchange(of task: URLSessionTask) -> Exchange? {
    exchanges.withLock { $0[task.taskIdentifier] }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    // URLSession would send Authorization to whatever host the redirect names.
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    if let head = response as? HTTPURLResponse { exchange(of: dataTask)?.receive(head) }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    exchange(of: dataTask)?.receive(data)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    #if canImport(Darwin)
      completionHandler(.performDefaultHandling, nil)
    #else
      // Left to itself, the session would wait for credentials without end; the refusal is all the answer there is.
      exchange(of: task)?.receiveChallenge()
    #endif
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    exchange(of: task)?.complete(error)
  }

  #if canImport(Darwin)
    func urlSession(
      _ session: URLSession, didReceive challenge: URLAuthenticationChallenge,
      completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
      NetworkEnvironment.answer(challenge, with: completionHandler)
    }
  #endif
}
