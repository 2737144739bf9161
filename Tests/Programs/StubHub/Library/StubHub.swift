import Platform

/// A Hub on loopback: one port for the Hub, one for the host that its weights redirect to.
public final class StubHub: @unchecked Sendable {
  /// How the stub behaves.
  public struct Options: Sendable {
    /// The Hub's port; 0 lets the system choose.
    public var port: UInt16 = 0
    /// How long each answer waits, in milliseconds.
    public var latencyMilliseconds = 0
    /// The tokens that are valid.
    public var tokens: [String] = []
    /// The tokens that may read gated repositories.
    public var tokensWithAccess: [String] = []
    /// Old names and what they are called now.
    public var renames: [String: String] = [:]
    /// Whether small files are answered by a relative redirect, as on the live Hub.
    public var redirectsSmallFiles = false
    /// The address that links to next pages name; nil for the Hub's own.
    public var linkedHost: String?
    /// The most items in a page of a listing.
    public var largestPage = 1000
    /// How often an answer is a fault of some kind, from 0 to 1.
    public var faultRate = 0.0
    /// Where the sequence of faults starts.
    public var faultSeed: UInt64 = 1
    /// Whether to keep the requests for ``StubHub/requests``.
    public var keepsLog = true

    /// Makes the default options.
    public init() {}
  }

  /// Decides about a request before the stub does; nil leaves it to the stub.
  public typealias Hook = @Sendable (StubRequest) -> StubResponse?

  private let options: Options
  private let hook: Hook
  private let hub: Listener
  private let contentHost: Listener
  private let routes: HubRoutes
  private let monitor = Monitor()
  private var log: [StubRequest] = []
  private var requestCount = 0

  /// Starts a stub.
  ///
  /// - Throws: ``SystemError`` when a port cannot be opened.
  public init(_ catalog: any StubCatalog, options: Options = Options(), hook: @escaping Hook = { _ in nil }) throws {
    self.options = options
    self.hook = hook
    hub = try Listener(port: options.port)
    contentHost = try Listener(port: 0)
    routes = HubRoutes(catalog: catalog, options: options, contentBase: "http://127.0.0.1:\(contentHost.port)")
    hub.start { [self] in serve($0, isContentHost: false) }
    contentHost.start { [self] in serve($0, isContentHost: true) }
  }

  /// Starts a stub with repositories that a test describes.
  public convenience init(_ models: [StubModel], options: Options = Options(), hook: @escaping Hook = { _ in nil })
    throws
  {
    try self.init(ModelList(models), options: options, hook: hook)
  }

  /// The Hub's address.
  public var baseURL: String { "http://127.0.0.1:\(hub.port)" }
  /// The second host's address.
  public var contentURL: String { "http://127.0.0.1:\(contentHost.port)" }

  /// What was asked so far, on both hosts, in the order of arrival.
  public var requests: [StubRequest] { monitor.synchronized { log } }

  /// Closes both ports.
  public func stop() {
    hub.stop()
    contentHost.stop()
  }

  private func serve(_ connection: Connection, isContentHost: Bool) {
    var exchange = HTTPExchange(connection, isContentHost: isContentHost)
    while let request = exchange.nextRequest(number: nextNumber) {
      record(request)
      let answer = hook(request) ?? fault(request) ?? routes.answer(request)
      if options.latencyMilliseconds > 0 { usleep(UInt32(options.latencyMilliseconds) * 1000) }
      guard exchange.answer(request, with: answer) else { return }
    }
  }

  private func nextNumber() -> Int {
    monitor.synchronized {
      requestCount += 1
      return requestCount - 1
    }
  }

  private func record(_ request: StubRequest) {
    guard options.keepsLog else { return }
    monitor.synchronized { log.append(request) }
  }

  /// Faults that pass, of every kind.
  private static let faults: [StubResponse] = {
    let page = Array("<html><body><h1>upstream failed</h1></body></html>".utf8)
    let gateway = [408, 502, 503, 504].map { StubResponse($0, headers: [("Content-Type", "text/html")], body: page) }
    return gateway + [
      .error(500, message: "Internal Error - We're working hard to fix this as soon as possible!"),
      StubResponse(429, headers: [("Retry-After", "1")]),
      StubResponse(200, body: [UInt8](repeating: UInt8(ascii: " "), count: 4000), delivery: .cut(at: 2000)),
      StubResponse(200, delivery: .reset),
      StubResponse(200, delivery: .hang),
    ]
  }()

  /// A fault of a kind that passes, chosen by the request's number (SplitMix64), so that a run can be repeated.
  private func fault(_ request: StubRequest) -> StubResponse? {
    guard options.faultRate > 0 else { return nil }
    var bits = (options.faultSeed &+ UInt64(request.number)) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    guard Double(bits >> 11) / Double(1 << 53) < options.faultRate else { return nil }
    return StubHub.faults[Int(bits % UInt64(StubHub.faults.count))]
  }
}
