import CLibcurl
import JSON
import Platform

/// The thread that drives all transfers, on one set of connections that they share.
///
/// A handle for each caller would be simpler, but each would make a TLS connection and read all authorities for itself:
/// nine times the processor time over 500 requests.
final class TransferLoop: @unchecked Sendable {
  private let curl: Libcurl
  private let loop: Libcurl.Handle
  private let idleSeconds: Int
  private let monitor = Monitor()

  // Guarded by the monitor.
  private var arrivals: [Transfer] = []
  private var isStopping = false
  private var thread: Thread?

  /// The transfers under way; only the loop's thread uses it.
  private var active: [Libcurl.Handle: Transfer] = [:]

  /// A body may trickle in for this many idle times before it is given up.
  private static let totalIdleTimes = 12

  /// Starts the loop.
  ///
  /// - Parameters:
  ///   - connections: how many connections to a host there may be.
  ///   - idleSeconds: how long nothing may arrive.
  /// - Throws: ``TransportError/unavailable(_:)``.
  init(connections: Int, idleSeconds: Int) throws(TransportError) {
    curl = try Libcurl.loaded()
    self.idleSeconds = idleSeconds
    guard let loop = curl.makeLoop() else { throw .unavailable("out of memory") }
    self.loop = loop
    do throws(TransportError) {
      try set(HF_CURLMOPT_MAX_HOST_CONNECTIONS, connections)
      // Left to itself, libcurl closes idle connections beyond four for each transfer under way, so answers that come
      // together would cost the next requests new connections. Two hosts: the Hub and the one that has its weights.
      try set(HF_CURLMOPT_MAXCONNECTS, 2 * connections)
    } catch {
      _ = curl.freeLoop(loop)
      throw error
    }
    thread = Thread { [self] in run() }
  }

  private func set(_ option: Int32, _ value: Int) throws(TransportError) {
    let code = hf_curl_set_number(curl.setLoopOption, loop, option, value)
    guard code == HF_CURLM_OK else { throw .unavailable("it refuses option \(option) of a loop: error \(code)") }
  }

  /// Takes a transfer over; its outcome comes by ``Transfer/wait()``.
  func submit(_ transfer: Transfer) {
    let isTaken = monitor.synchronized {
      if !isStopping {
        arrivals.append(transfer)
        _ = curl.wakeUp(loop)
      }
      return !isStopping
    }
    if !isTaken { transfer.fail(.connection("no more requests are made")) }
  }

  /// Ends all transfers and the thread.
  func stop() {
    let thread = monitor.synchronized {
      isStopping = true
      _ = curl.wakeUp(loop)
      defer { self.thread = nil }
      return self.thread
    }
    thread?.join()
  }

  private func run() {
    while takeArrivals() {
      var running: Int32 = 0
      _ = curl.perform(loop, &running)
      takeMessages()
      let now = MonotonicClock.now()
      expire(now)
      _ = curl.poll(loop, nil, 0, millisecondsToNextDeadline(now), nil)
    }
    for transfer in active.values { end(transfer) { $0.fail(.connection("the request was given up")) } }
    _ = curl.freeLoop(loop)
  }

  /// Begins what was submitted.
  ///
  /// - Returns: whether the loop is to go on.
  private func takeArrivals() -> Bool {
    let (new, goesOn) = monitor.synchronized {
      defer { arrivals = [] }
      return (arrivals, !isStopping)
    }
    for transfer in new {
      active[transfer.handle] = transfer
      let code = curl.addTransfer(loop, transfer.handle)
      if code != HF_CURLM_OK { end(transfer) { $0.fail(.unavailable("it refuses a transfer: error \(code)")) } }
    }
    return goesOn
  }

  private func takeMessages() {
    var left: Int32 = 0
    while let message = curl.nextMessage(loop, &left) {
      guard message.pointee.kind == HF_CURLMSG_DONE, let handle = message.pointee.transfer,
        let transfer = active[handle]
      else { continue }
      let code = message.pointee.data.result
      end(transfer) { $0.finish(code) }
    }
  }

  /// Lets libcurl forget a transfer before its caller hears of the outcome.
  private func end(_ transfer: Transfer, _ settle: (Transfer) -> Void) {
    _ = curl.removeTransfer(loop, transfer.handle)
    active[transfer.handle] = nil
    settle(transfer)
  }

  /// When a transfer is given up; libcurl's own limit on slowness takes a mean, so a stall of 2 s ended after 8 s.
  private func deadline(_ transfer: Transfer) -> Double {
    min(
      transfer.lastProgress + Double(idleSeconds),
      transfer.start + Double(idleSeconds * TransferLoop.totalIdleTimes))
  }

  private func expire(_ now: Double) {
    for transfer in active.values where deadline(transfer) <= now {
      end(transfer) { $0.fail(.timeout(seconds: idleSeconds)) }
    }
  }

  private func millisecondsToNextDeadline(_ now: Double) -> Int32 {
    let nearest = active.values.lazy.map { self.deadline($0) }.min() ?? now + 60
    return Int32(saturating: max(1, min((nearest - now) * 1000, 60_000)).rounded(.up))
  }
}
