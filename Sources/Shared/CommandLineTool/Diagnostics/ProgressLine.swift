import JSON
import Platform
import Synchronization

/// The progress line on a terminal: finished items, total, rate, time left, and the current model.
///
/// It is drawn only on a terminal with color (``Terminal/errorOutputHasColor``). Updates draw it at most ten times a
/// second. Before ``Diagnostics`` writes a message, the line is erased; after the message, it is drawn again.
public final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var total: Int?
    var current = ""
    var isShown = false
    var isFinished = false
    /// When an update last drew the line, in seconds of ``MonotonicClock``; -1 before the first time.
    var lastUpdateDrawn: Double = -1
  }

  private let state: Mutex<State>
  private let start = MonotonicClock.now()

  private static let minimumIntervalInSeconds = 0.1
  /// The progress line of this process, which messages erase; nil before its first update and after its end.
  private static let shown = Mutex<ProgressLine?>(nil)

  /// Makes the line for a batch of items; nil when stderr is not a terminal with color, and under `quiet`.
  ///
  /// - Parameters:
  ///   - total: the number of items; nil when it is unknown.
  ///   - verbosity: the verbosity of the tool.
  public init?(total: Int?, verbosity: Diagnostics.Verbosity) {
    guard Terminal.errorOutputHasColor, verbosity > .quiet else { return nil }
    state = Mutex(State(total: total))
  }

  /// Updates the line. It is not drawn within 0.1 seconds after an earlier update drew it.
  ///
  /// - Parameters:
  ///   - done: the number of finished items.
  ///   - total: the number of items; nil if it has not changed or is not known yet.
  ///   - current: the id of the current model, or the reason why all requests wait.
  public func update(done: Int, total: Int? = nil, current: String) {
    ProgressLine.shown.withLock { $0 = self }
    let now = MonotonicClock.now()
    state.withLock { state in
      state.done = done
      state.current = current
      if let total { state.total = total }
      guard now - state.lastUpdateDrawn >= ProgressLine.minimumIntervalInSeconds else { return }
      state.lastUpdateDrawn = now
      draw(&state, at: now)
    }
  }

  /// Removes the line. Later messages do not draw it again.
  public func finish() {
    ProgressLine.shown.withLock { $0 = nil }
    state.withLock { state in
      state.isFinished = true
      erase(&state)
    }
  }

  /// Calls `write`, which writes to the terminal. The progress line, if there is one, is erased before and drawn again
  /// after.
  static func interrupt(with write: () -> Void) {
    guard let line = shown.withLock({ $0 }) else { return write() }
    line.state.withLock { state in
      line.erase(&state)
      write()
      line.draw(&state, at: MonotonicClock.now())
    }
  }

  private func draw(_ state: inout State, at now: Double) {
    guard !state.isFinished else { return }
    let text = ProgressLine.text(
      done: state.done, total: state.total, secondsElapsed: now - start, current: state.current, columns: Terminal.width
    )
    ProgressLine.write("\r\u{1B}[K" + text)
    state.isShown = true
  }

  private func erase(_ state: inout State) {
    if state.isShown { ProgressLine.write("\r\u{1B}[K") }
    state.isShown = false
  }

  /// The text of the line, truncated to a number of columns.
  static func text(done: Int, total: Int?, secondsElapsed: Double, current: String, columns: Int) -> String {
    var text = total.map { "\(done)/\($0)" } ?? "\(done)"
    if done > 0, secondsElapsed > 0 {
      let rate = Double(done) / secondsElapsed
      text += "  \(oneDecimal(rate))/s"
      if let total, total > done { text += "  \(duration(seconds: Double(total - done) / rate)) left" }
    }
    if !current.isEmpty { text += "  " + current.escapingControlCharacters() }
    return text.truncated(toColumns: max(columns - 1, 10))
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int(saturating: (min(value, 1e9) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func duration(seconds: Double) -> String {
    // At most 99 h 59 min is shown.
    let whole = Int(saturating: min(seconds.rounded(.up), 359_999))
    let (minutes, rest) = (whole / 60, whole % 60)
    return minutes >= 60
      ? "\(minutes / 60) h \(minutes % 60) min" : minutes > 0 ? "\(minutes) min \(rest) s" : "\(rest) s"
  }

  private static func write(_ text: String) {
    var text = text
    text.withUTF8 { try? writeAll($0, to: STDERR_FILENO) }
  }
}
