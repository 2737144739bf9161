import CommandLineTool
import Platform

/// A list of models, as people keep it: a line each, `#` starts a comment, blank lines are ignored.
///
/// A line is an id, an address or a directory, which may state the id of its entry after it (`org/name id=my-id`), or a
/// request as JSON, as `--discover` prints it.
enum ModelList {
  /// The most that a list may be, in bytes.
  private static let limit = 100_000_000

  /// Reads a list; `-` is standard input.
  ///
  /// - Throws: ``ToolError`` when it cannot be read.
  static func load(_ path: String) throws(ToolError) -> [String] {
    guard let content = path == "-" ? readInput() : FileAccess.read(path, limit: limit) else {
      throw .surroundings(
        code: "list_unreadable", "cannot read the list '\(path)'", hint: "check that the file is there")
    }
    return models(in: content)
  }

  /// The lines that name a model, without comments.
  static func models(in content: [UInt8]) -> [String] {
    let text = String(decoding: content, as: UTF8.self)
    return text.drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline).compactMap { line in
      let line = String(line).trimmingWhiteSpace()
      let model = isJSON(line) ? line : withoutComment(line)
      return model.isEmpty ? nil : model
    }
  }

  /// Whether a line is a request as JSON.
  static func isJSON(_ line: String) -> Bool { line.hasPrefix("{") || line.hasPrefix("\"") }

  /// The model and the stated entry id of a line that is not JSON.
  static func parts(of line: String) -> (model: String, entryID: String?) {
    guard let gap = line.lastIndex(where: { $0 == " " || $0 == "\t" }) else { return (line, nil) }
    let last = line[line.index(after: gap)...]
    guard last.hasPrefix("id="), last.count > 3 else { return (line, nil) }
    return (String(line[..<gap]).trimmingWhiteSpace(), String(last.dropFirst(3)))
  }

  private static func withoutComment(_ line: String) -> String {
    String(line.prefix { $0 != "#" }).trimmingWhiteSpace()
  }

  private static func readInput() -> [UInt8]? {
    var content: [UInt8] = []
    while content.count <= limit {
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        repeat { count = read(STDIN_FILENO, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
        filled = max(count, 0)
      }
      if count < 0 { return nil }
      if count == 0 { return content }
      content += piece
    }
    return nil
  }
}
