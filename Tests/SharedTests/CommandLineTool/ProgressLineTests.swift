import Testing

@testable import CommandLineTool

@Suite("Progress line")
struct ProgressLineTests {
  @Test(
    "the line has done, total, rate, time left and the current model, within the width",
    arguments: [
      (0, 10, 0.0, "a/b", 80, "0/10  a/b"),
      (5, 10, 2.0, "a/b", 80, "5/10  2.5/s  2 s left  a/b"),
      (10, 1000, 10.0, "", 80, "10/1000  1.0/s  16 min 30 s left"),
      (5, 10, 2.0, "waiting 30 s for the rate limit", 30, "5/10  2.5/s  2 s left  waiti…"),
      (5, 10, 2.0, "x\u{1B}[2J", 80, "5/10  2.5/s  2 s left  x\\u{1b}[2J"),
    ])
  func text(done: Int, total: Int, seconds: Double, current: String, columns: Int, expected: String) {
    let text = ProgressLine.text(
      done: done, total: total, secondsElapsed: seconds, current: current, columns: columns)
    #expect(text == expected)
  }

  @Test(
    "the progress line is truncated by columns, not by characters",
    arguments: [("abc", 3), ("模型", 4), ("é", 1), ("e\u{301}", 1), ("🤗 x", 4), ("\u{200B}", 0)])
  func displayWidth(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }

  @Test("cuts wide text without splitting a character")
  func truncation() {
    #expect("模型模型".truncated(toColumns: 5) == "模型…")
    #expect("模型".padded(toColumns: 6) == "模型  ")
  }
}
