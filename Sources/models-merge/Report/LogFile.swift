import CommandLineTool
import Files
import JSON

/// The file that `--log` names. It is checked before the import starts, and written before the database is replaced, so
/// that a log without room stops the import; it takes its place when the import is done.
final class LogFile {
  private let file: OutputFile
  private var isPrepared = false

  /// Checks the log's path; nil when no log is wanted.
  ///
  /// - Throws: ``ToolError`` when the log would be written over the database or another file that is read, or cannot be
  ///   written.
  init?(_ options: MergeOptions) throws(ToolError) {
    guard let path = options.logPath else { return nil }
    file = try options.outputFile(path, operation: "write the log to")
  }

  /// Writes the log where it can still be taken back.
  ///
  /// - Throws: ``FileError``.
  func prepare(_ report: MergeReport) throws(FileError) {
    isPrepared = true
    try file.prepare(LogFile.buffer(ImportLog(report).text))
  }

  /// Takes the log back, since the import failed after all. On a stream it is corrected.
  func discard(_ error: ToolError) {
    guard isPrepared else { return }
    file.discard(amendment: LogFile.buffer("\n## Nothing Was Imported\n\n\(error.message)\n"))
  }

  /// Puts the log in its place, and writes it before where that has not happened.
  ///
  /// - Throws: ``ToolError`` when that is impossible.
  func conclude(_ report: MergeReport) throws(ToolError) {
    do throws(FileError) {
      if !isPrepared { try prepare(report) }
      try file.commit()
    } catch {
      throw report.describing(error.toolError)
    }
  }

  private static func buffer(_ text: String) -> ByteBuffer {
    let buffer = ByteBuffer()
    buffer.append(text: text)
    return buffer
  }
}
