import JSON
import Testing

@testable import models_merge

@Suite("Unified diffs")
struct UnifiedDiffTests {
  /// A new text in parts: those of the old one by offsets, and new text.
  enum Part: Sendable {
    case old(Int, Int)
    case new(String)
  }

  private static let text = (1...20).map { "line \($0)\n" }.joined()

  private func diff(_ old: String, _ parts: [Part]) -> String {
    let output = ByteBuffer()
    Array(old.utf8).withUnsafeBufferPointer { text in
      var new = ComposedText(from: text)
      for part in parts {
        switch part {
        case .old(let start, let end): new.append(start..<end)
        case .new(let text): new.append(text: text)
        }
      }
      DiffText(UnifiedDiff(to: new), path: "f", isForTerminal: false, usesColor: false).write(to: output)
    }
    return output.text
  }

  @Test("on a terminal, control characters in the name of the file are escaped")
  func nameOfFile() {
    let output = ByteBuffer()
    Array("a\n".utf8).withUnsafeBufferPointer { text in
      var new = ComposedText(from: text)
      new.append(text: "b\n")
      DiffText(UnifiedDiff(to: new), path: "f\u{1B}[2J", isForTerminal: true, usesColor: false).write(to: output)
    }
    #expect(output.text.contains("--- f") && !output.text.contains("\u{1B}"))
  }

  @Test("an unchanged text has no diff")
  func unchanged() { #expect(diff("a\nb\n", [.old(0, 4)]) == "") }

  @Test("an inserted line is among three lines of context")
  func insertion() {
    let expected = """
      --- f
      +++ f
      @@ -1,6 +1,7 @@
       1
       2
       3
      +new
       4
       5
       6

      """
    #expect(diff("1\n2\n3\n4\n5\n6\n7\n", [.old(0, 6), .new("new\n"), .old(6, 14)]) == expected)
  }

  @Test("a change inside a line shows the whole line before and after")
  func changeInLine() {
    let expected = "--- f\n+++ f\n@@ -1,2 +1,2 @@\n-abc\n+aXc\n d\n"
    #expect(diff("abc\nd\n", [.old(0, 1), .new("X"), .old(2, 6)]) == expected)
  }

  @Test("two changes in one line are one")
  func twoChangesInLine() {
    let expected = "--- f\n+++ f\n@@ -1,1 +1,1 @@\n-abcdef\n+aXdYf\n"
    #expect(diff("abcdef\n", [.old(0, 1), .new("X"), .old(3, 4), .new("Y"), .old(5, 7)]) == expected)
  }

  @Test("a moved block is removed and inserted")
  func move() {
    let expected = "--- f\n+++ f\n@@ -1,3 +1,3 @@\n+c\n a\n b\n-c\n"
    #expect(diff("a\nb\nc\n", [.old(4, 6), .old(0, 4)]) == expected)
  }

  @Test("a last line without a line end is reported")
  func noFinalNewline() {
    let expected = "--- f\n+++ f\n@@ -1,1 +1,2 @@\n a\n+b\n\\ No newline at end of file\n"
    #expect(diff("a\n", [.old(0, 2), .new("b")]) == expected)
  }

  @Test("an emptied text counts its lines")
  func removal() { #expect(diff("a\n", [.new("")]) == "--- f\n+++ f\n@@ -1,1 +0,0 @@\n-a\n") }
}
