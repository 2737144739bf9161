import CLibcurl
import JSON
import Platform

/// The thread that runs all transfers. They share one set of connections.
///
/// It would be simpler if each caller ran its transfers alone, but each would open a TLS connection and load the
/// certificate authorities again: 500 requests then take nine times the CPU time.
final class TransferLoop: @unchecked Sendable {
  private let curl: Libcurl
  private let loop: Libcurl.Handle
  private let idleSeconds: Int
  private let monitor = Monitor()

  // Guarded by the monitor.
  private var submitted: [Transfer] = []
  private var isStopping = false
  private var thread: Thread?

  /// The transfers in progress; only the loop's thread uses it.
  private var active: [Libcurl.Handle: Transfer] = [:]

  /// A whole transfer may take this many times `idleSeconds`.
  static let totalTimeFactor = 12

  private var totalSeconds: Int { idleSeconds * TransferLoop.totalTimeFactor }

  /// Starts the loop.
  ///
  /// - Parameters:
  ///   - connections: the maximum number of connections to one host.
  ///   - idleSeconds: a transfer fails when no data arrives for this many seconds.
  /// - Throws: ``TransportError/unavailable(_:)`` or ``TransportError/refusedThread``.
  init(connections: Int, idleSeconds: Int) throws(TransportError) {
    curl = try Libcurl.loaded()
    self.idleSeconds = idleSeconds
    guard let loop = curl.makeLoop() else { throw .unavailable("out of memory") }
    self.loop = loop
    do throws(TransportError) {
      try set(HF_CURLMOPT_MAX_HOST_CONNECTIONS, connections)
      // By default, libcurl keeps at most four idle connections per active transfer. When many transfers end together,
      // it would close connections that the next requests need. This maximum is for two hosts: the Hub, and the host
      // that serves the weight files.
      try set(HF_CURLMOPT_MAXCONNECTS, 2 * connections)
    } catch {
      _ = curl.freeLoop(loop)
      throw error
    }
    guard let thread = Thread({ [self] in run() }) else {
      _ = curl.freeLoop(loop)
      throw .refusedThread
    }
    self.thread = thread
  }

  private func set(_ option: Int32, _ value: Int) throws(TransportError) {
    let code = hf_curl_set_number(curl.setLoopOption, loop, option, value)
    guard code == HF_CURLM_OK else { throw .unavailable("libcurl refused option \(option) (error \(code))") }
  }

  /// Starts a transfer, whose response ``Transfer/wait()`` returns. After ``stop()``, the transfer fails at once.
  func submit(_ transfer: Transfer) {
    let isAccepted = monitor.synchronized {
      if !isStopping {
        submitted.append(transfer)
        _ = curl.wakeUp(loop)
      }
      return !isStopping
    }
    if !isAccepted { transfer.fail(.canceled) }
  }

  /// Ends all transfers and the thread. Returns when the thread has ended.
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
    while startSubmitted() {
      var running: Int32 = 0
      _ = curl.perform(loop, &running)
      finishCompleted()
      let now = MonotonicClock.now()
      abortOverdue(now)
      _ = curl.poll(loop, nil, 0, millisecondsToNextDeadline(now), nil)
    }
    for transfer in active.values { end(transfer) { $0.fail(.canceled) } }
    _ = curl.freeLoop(loop)
  }

  /// Starts the submitted transfers.
  ///
  /// - Returns: whether the loop continues.
  private func startSubmitted() -> Bool {
    let (new, continues) = monitor.synchronized {
      defer { submitted = [] }
      return (submitted, !isStopping)
    }
    for transfer in new {
      active[transfer.handle] = transfer
      let code = curl.addTransfer(loop, transfer.handle)
      if code != HF_CURLM_OK { end(transfer) { $0.fail(.unavailable("libcurl refused a transfer (error \(code))")) } }
    }
    return continues
  }

  private func finishCompleted() {
    var left: Int32 = 0
    while let message = curl.nextMessage(loop, &left) {
      guard message.pointee.kind == HF_CURLMSG_DONE, let handle = message.pointee.transfer,
        let transfer = active[handle]
      else { continue }
      let code = message.pointee.data.result
      end(transfer) { $0.finish(code) }
    }
  }

  /// Removes a transfer from libcurl, then gives its caller the result. The order matters: the caller may free the
  /// transfer as soon as it has the result.
  ///
  /// - Parameter settle: sets the result of the transfer.
  private func end(_ transfer: Transfer, _ settle: (Transfer) -> Void) {
    _ = curl.removeTransfer(loop, transfer.handle)
    active[transfer.handle] = nil
    settle(transfer)
  }

  /// The time at which a transfer is aborted, in seconds on the monotonic clock. libcurl's low-speed limit is not used,
  /// because it averages over several seconds: with a limit of 2 s, it aborts after 8 s.
  private func deadline(_ transfer: Transfer) -> Double {
    min(transfer.lastProgress + Double(idleSeconds), transfer.start + Double(totalSeconds))
  }

  private func abortOverdue(_ now: Double) {
    for transfer in active.values where deadline(transfer) <= now {
      let isIdle = transfer.lastProgress + Double(idleSeconds) <= now
      end(transfer) { $0.fail(isIdle ? .timeout(seconds: idleSeconds) : .tooSlow(seconds: totalSeconds)) }
    }
  }

  private func millisecondsToNextDeadline(_ now: Double) -> Int32 {
    let nearest = active.values.lazy.map { self.deadline($0) }.min() ?? now + 60
    return Int32(saturating: max(1, min((nearest - now) * 1000, 60_000)).rounded(.up))
  }
}
