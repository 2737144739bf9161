import JSON
import Platform
import Synchronization

/// The progress line on a terminal: done, total, rate, time left, and the current model.
///
/// It is drawn only where colors are (``Terminal/errorOutputHasColor``): on a terminal that can redraw a line, at most
/// ten times a second. Messages of
/// ``Diagnostics`` erase it first and it is drawn again below them, so that neither garbles the other.
public final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var total: Int?
    var current = ""
    var isShown = false
    var lastDrawn: Double = -1
  }

  private let state: Mutex<State>
  private let start = MonotonicClock.now()

  private static let minimumInterval = 0.1
  /// The line that is on the terminal now, for messages to erase.
  private static let shown = Mutex<ProgressLine?>(nil)

  /// Makes a line for a batch; nil where none is to be drawn.
  ///
  /// - Parameters:
  ///   - total: how many items there are, when that is known.
  ///   - verbosity: nothing is drawn under `quiet`.
  public init?(total: Int?, verbosity: Diagnostics.Verbosity) {
    guard Terminal.errorOutputHasColor, verbosity > .quiet else { return nil }
    state = Mutex(State(total: total))
  }

  /// Redraws the line, unless that was done a moment ago.
  ///
  /// - Parameters:
  ///   - done: how many items are finished.
  ///   - current: the current model's id, or the reason why all requests wait.
  public func update(done: Int, total: Int? = nil, current: String) {
    ProgressLine.shown.withLock { $0 = self }
    let now = MonotonicClock.now()
    state.withLock { state in
      state.done = done
      state.current = current
      if let total { state.total = total }
      guard now - state.lastDrawn >= ProgressLine.minimumInterval else { return }
      state.lastDrawn = now
      draw(&state, at: now)
    }
  }

  /// Removes the line for good.
  public func finish() {
    ProgressLine.shown.withLock { $0 = nil }
    state.withLock { erase(&$0) }
  }

  /// Writes a message above the line, if there is one.
  static func interrupt(with write: () -> Void) {
    guard let line = shown.withLock({ $0 }) else { return write() }
    line.state.withLock { state in
      line.erase(&state)
      write()
      line.draw(&state, at: MonotonicClock.now())
    }
  }

  private func draw(_ state: inout State, at now: Double) {
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
