import CommandLineTool
import Files
import JSON
import Platform

/// The confirmation of a change by the user. It uses `/dev/tty`, because standard input is the stream of entries.
enum TerminalConfirmation {
  /// Asks a question. Returns true for the answers `y` and `yes` in any case; false for any other, and when the
  /// terminal fails.
  ///
  /// - Parameter verb: the verb for the action, in the hint of the error.
  /// - Throws: ``ToolError`` when there is no terminal.
  static func isGiven(for question: String, verb: String) throws(ToolError) -> Bool {
    guard let terminal = try? OpenFile("/dev/tty", O_RDWR) else {
      throw ToolError(
        .itemsFailed, code: "no_terminal", message: "there is no terminal to ask on; nothing was changed",
        hint: ImportHints.noTerminal(verb))
    }
    let prompt = ByteBuffer()
    prompt.append(text: question.escapingControlCharacters() + " [y/N] ")
    guard (try? writeAll(prompt.bytes, to: terminal.descriptor)) != nil else { return false }
    let answer = readLine(from: terminal).lowercased()
    return answer == "y" || answer == "yes"
  }

  private static func readLine(from terminal: OpenFile) -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 1024 {
      let count = read(terminal.descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      line.append(byte)
    }
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let trimmed = line.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return String(decoding: trimmed, as: UTF8.self)
  }
}
