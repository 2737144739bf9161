import CommandLineTool
import JSON

/// Writes a ``UnifiedDiff`` in the format of `diff -u`.
struct DiffText {
  private let diff: UnifiedDiff
  private let path: String
  /// Whether the diff goes to a terminal. If so, control characters are escaped.
  private let isForTerminal: Bool
  private let usesColor: Bool

  init(_ diff: UnifiedDiff, path: String, isForTerminal: Bool, usesColor: Bool) {
    self.diff = diff
    self.path = isForTerminal ? path.escapingControlCharacters() : path
    self.isForTerminal = isForTerminal
    self.usesColor = usesColor
  }

  /// Edits whose context lines overlap or are adjacent, and the byte range of the old text that they and the context
  /// lines cover.
  private struct Hunk {
    var edits: [UnifiedDiff.Edit]
    var start: Int
    var end: Int
  }

  /// Writes the whole diff; nothing when there is no difference.
  func write(to output: ByteBuffer) {
    let hunks = self.hunks
    guard !hunks.isEmpty else { return }
    append("--- \(path)", color: "1", to: output)
    append("+++ \(path)", color: "1", to: output)
    var line = 1
    var counted = 0
    var shift = 0
    for hunk in hunks {
      line += lineCount(counted..<hunk.start)
      counted = hunk.start
      shift += write(hunk, firstLine: line, shift: shift, to: output)
    }
  }

  private var hunks: [Hunk] {
    var hunks: [Hunk] = []
    for edit in diff.edits {
      let start = (0..<UnifiedDiff.contextLines).reduce(edit.old.lowerBound) { at, _ in
        at > 0 ? diff.startOfLine(at - 1) : 0
      }
      let end = (0..<UnifiedDiff.contextLines).reduce(edit.old.upperBound) { at, _ in
        at < diff.text.count ? diff.endOfLine(at) : at
      }
      if let last = hunks.indices.last, start <= hunks[last].end {
        hunks[last].edits.append(edit)
        hunks[last].end = end
      } else {
        hunks.append(Hunk(edits: [edit], start: start, end: end))
      }
    }
    return hunks
  }

  /// Writes one hunk.
  ///
  /// - Parameters:
  ///   - firstLine: the number of its first line in the old text.
  ///   - shift: the number of lines that earlier hunks add, minus those that they remove.
  /// - Returns: the number of lines that the hunk adds, minus those that it removes.
  private func write(_ hunk: Hunk, firstLine: Int, shift: Int, to output: ByteBuffer) -> Int {
    let oldCount = lineCount(hunk.start..<hunk.end)
    let growth = hunk.edits.reduce(0) { $0 + lines($1.new).count - lineCount($1.old) }
    let range = { (first: Int, count: Int) in "\(count == 0 ? first - 1 : first),\(count)" }
    let header = "@@ -\(range(firstLine, oldCount)) +\(range(firstLine + shift, oldCount + growth)) @@"
    append(header, color: "36", to: output)
    var offset = hunk.start
    for edit in hunk.edits {
      append(lines(offset..<edit.old.lowerBound), " ", color: nil, to: output)
      append(lines(edit.old), "-", color: "31", to: output)
      append(lines(edit.new), "+", color: "32", to: output)
      offset = edit.old.upperBound
    }
    append(lines(offset..<hunk.end), " ", color: nil, to: output)
    return growth
  }

  private func lines(_ range: Range<Int>) -> [[UInt8]] {
    diff.lines(of: UnsafeBufferPointer(rebasing: diff.text[range]))
  }

  private func lines(_ text: [UInt8]) -> [[UInt8]] { text.withUnsafeBufferPointer(diff.lines) }

  private func lineCount(_ range: Range<Int>) -> Int {
    let part = diff.text[range]
    let ends = part.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    return part.isEmpty || part.last == UInt8(ascii: "\n") ? ends : ends + 1
  }

  private func append(_ lines: [[UInt8]], _ sign: String, color: String?, to output: ByteBuffer) {
    for line in lines {
      let isComplete = line.last == UInt8(ascii: "\n")
      let content = isComplete ? line.dropLast() : line[...]
      append(sign + readable(content), color: color, to: output)
      if !isComplete { append("\\ No newline at end of file", color: nil, to: output) }
    }
  }

  /// The line in a form that is safe for a terminal: tabs stay, a carriage return at the end is left out, other control
  /// characters are escaped.
  private func readable(_ line: ArraySlice<UInt8>) -> String {
    let text = String(decoding: line, as: UTF8.self)
    guard isForTerminal else { return text }
    let visible = text.hasSuffix("\r") ? text.dropLast() : text[...]
    return visible.split(separator: "\t", omittingEmptySubsequences: false)
      .map { String($0).escapingControlCharacters() }.joined(separator: "\t")
  }

  private func append(_ line: String, color: String?, to output: ByteBuffer) {
    guard usesColor, let color else { return output.append(text: line + "\n") }
    output.append(text: "\u{1B}[\(color)m\(line)\u{1B}[0m\n")
  }
}
