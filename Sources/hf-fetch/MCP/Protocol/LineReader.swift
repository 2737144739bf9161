import Platform
import Streams

/// Reads lines from a descriptor in bounded memory. A line that is too long is skipped.
final class LineReader {
  /// One line, without its line feed.
  enum Line: Equatable {
    case text([UInt8])
    /// The line was longer than ``LineReader/limit``, and was skipped.
    case tooLong
  }

  private let reader: ByteReader
  /// The maximum length of a line in bytes.
  let limit: Int
  /// The bytes that have been read, but not returned.
  private var pending: [UInt8] = []
  /// How many bytes at the start of `pending` are known to contain no line feed.
  private var searched = 0
  /// Whether the start of the current line was dropped, because the line is too long.
  private var isSkipping = false
  private var isAtEnd = false

  init(descriptor: Int32 = STDIN_FILENO, limit: Int = 4 << 20) {
    reader = ByteReader(descriptor: descriptor)
    self.limit = limit
  }

  /// The next line; nil at the end. The last line may have no line feed.
  ///
  /// - Throws: ``SystemError`` when the descriptor cannot be read.
  func next() throws(SystemError) -> Line? {
    while true {
      if let line = takeLine() { return line }
      guard !isAtEnd else { return takeRest() }
      try readMore()
    }
  }

  private func takeLine() -> Line? {
    guard let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = pending.count
      if pending.count > limit {
        isSkipping = true
        pending.removeAll(keepingCapacity: true)
        searched = 0
      }
      return nil
    }
    let line = Line.text(Array(pending[..<end]))
    pending.removeSubrange(...end)
    searched = 0
    defer { isSkipping = false }
    return isSkipping || end > limit ? .tooLong : line
  }

  private func takeRest() -> Line? {
    defer {
      pending = []
      searched = 0
      isSkipping = false
    }
    if isSkipping { return .tooLong }
    return pending.isEmpty ? nil : .text(pending)
  }

  private func readMore() throws(SystemError) {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = try reader.read(into: &chunk, capacity: chunk.count)
    pending += chunk[..<count]
    isAtEnd = count == 0
  }
}
