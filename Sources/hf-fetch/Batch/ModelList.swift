import CommandLineTool
import JSON
import Platform
import Streams

/// A list of models in a text file, one per line. `#` starts a comment, except in JSON; blank lines are ignored.
///
/// A line is an id, a URL or a directory, after which the id of the model's database entry can be given
/// (`org/name id=my-id`), or a JSON request, as `--discover` prints it.
enum ModelList {
  /// A line that names a model, without the comment.
  struct Line: Equatable {
    /// The line's number in the list, from 1; nil for a model that the command line names.
    var number: Int?
    let text: String
  }

  private static let maximumBytes = 100_000_000

  /// Reads the lines of a list that name a model; `-` is standard input.
  ///
  /// - Throws: ``ToolError`` when the list cannot be read, is larger than ``maximumBytes``, or is in UTF-16, which some
  ///   editors and shells of Windows write.
  static func load(_ path: String) throws(ToolError) -> [Line] {
    let content: ByteBuffer
    do throws(SystemError) {
      content = try read(path)
    } catch {
      throw .systemFailure(
        code: "list_unreadable", "cannot read the list '\(path)': \(error.reason)",
        hint: "check that it is a file that you may read")
    }
    let bytes = content.array
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .systemFailure(
        code: "list_not_utf8", "the list '\(path)' is in UTF-16, expected UTF-8",
        hint: "save it as UTF-8; in PowerShell, write it with Out-File -Encoding utf8")
    }
    return models(in: bytes)
  }

  /// The lines that name a model, without comments. Lines end with LF, CR LF or CR; `.make/import` splits lists in the
  /// same way.
  static func models(in content: [UInt8]) -> [Line] {
    var rest =
      content.starts(with: JSONParser.byteOrderMark) ? content[JSONParser.byteOrderMark.count...] : content[...]
    var lines: [Line] = []
    var number = 0
    while !rest.isEmpty {
      number += 1
      let line = rest.prefix { $0 != lineFeed && $0 != carriageReturn }
      rest = rest[line.endIndex...]
      rest = rest.dropFirst(rest.starts(with: [carriageReturn, lineFeed]) ? 2 : 1)
      if let model = model(in: line) { lines.append(Line(number: number, text: model)) }
    }
    return lines
  }

  private static let lineFeed = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")

  /// The model that a line names; nil if it names none.
  private static func model(in line: ArraySlice<UInt8>) -> String? {
    if line.isEmpty { return nil }
    let text = String(decoding: line, as: UTF8.self).trimmingWhiteSpace()
    let model = isJSON(text) ? text : withoutComment(text)
    return model.isEmpty ? nil : model
  }

  /// Whether a line is a JSON request.
  static func isJSON(_ line: String) -> Bool { line.hasPrefix("{") || line.hasPrefix("\"") }

  /// The model in a line that is not JSON, and the id of its entry if the line ends in one (`id=my-id`).
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
