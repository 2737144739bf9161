import CommandLineTool
import JSON
import Platform
import Streams

/// A list of models in a text file, one per line. `#` starts a comment; blank lines are ignored.
///
/// A line is an id, a URL or a directory, after which the entry's id can be given (`org/name id=my-id`), or a JSON
/// request, as `--discover` prints it.
enum ModelList {
  /// A line that names a model, without its comment.
  struct Line: Equatable {
    /// The line's number in the list, from 1; nil for a model that the command line names.
    var number: Int?
    let text: String
  }

  private static let maximumBytes = 100_000_000

  /// Reads the lines of a list that name a model; `-` is standard input.
  ///
  /// - Throws: ``ToolError`` when it cannot be read.
  static func load(_ path: String) throws(ToolError) -> [Line] {
    let content: ByteBuffer
    do throws(SystemError) {
      content = try read(path)
    } catch {
      throw .systemFailure(
        code: "list_unreadable", "cannot read the list '\(path)': \(error.reason)",
        hint: "check that it is a file that you may read")
    }
    return models(in: content.array)
  }

  /// The lines that name a model, without comments.
  static func models(in content: [UInt8]) -> [Line] {
    let text = String(decoding: content, as: UTF8.self).drop { $0 == "\u{FEFF}" }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.enumerated().compactMap { index, line in
      let line = String(line).trimmingWhiteSpace()
      let model = isJSON(line) ? line : withoutComment(line)
      return model.isEmpty ? nil : Line(number: index + 1, text: model)
    }
  }

  /// Whether a line is a JSON request.
  static func isJSON(_ line: String) -> Bool { line.hasPrefix("{") || line.hasPrefix("\"") }

  /// The model in a line that is not JSON, and the entry's id if the line gives one (`id=my-id`).
  static func parts(of line: String) -> (model: String, entryID: String?) {
    guard let gap = line.utf8.lastIndex(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else {
      return (line, nil)
    }
    let last = line[line.utf8.index(after: gap)...]
    guard last.hasPrefix("id="), last.count > 3 else { return (line, nil) }
    return (String(line[..<gap]).trimmingWhiteSpace(), String(last.dropFirst(3)))
  }

  private static func withoutComment(_ line: String) -> String {
    guard let comment = line.utf8.firstIndex(of: UInt8(ascii: "#")) else { return line }
    return String(line[..<comment]).trimmingWhiteSpace()
  }

  private static func read(_ path: String) throws(SystemError) -> ByteBuffer {
    guard path == "-" else { return try ByteReader.content(ofFile: path, limit: maximumBytes) }
    let content = ByteBuffer()
    try ByteReader.standardInput.readAll(into: content, limit: maximumBytes)
    return content
  }
}
