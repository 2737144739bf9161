import CommandLineTool
import Files
import JSON

/// The file that `--log` names. It is checked before the import starts. The log is written to a temporary file before
/// the database is replaced, so that a full disk stops the import, and moved to its path afterwards.
final class LogFile {
  private let file: OutputFile
  private var isPrepared = false

  /// Checks the path of the log; nil without `--log`.
  ///
  /// - Throws: ``ToolError`` when it is the database or an input file, or cannot be written.
  init?(_ options: MergeOptions) throws(ToolError) {
    guard let path = options.logPath else { return nil }
    file = try options.outputFile(path, operation: "write the log to")
  }

  /// Writes the log to a temporary file, or to the device or pipe that the path names.
  ///
  /// - Throws: ``FileError`` when it cannot be written.
  func prepare(_ report: MergeReport) throws(FileError) {
    isPrepared = true
    try file.prepare(LogFile.buffer(ImportLog(report).text))
  }

  /// Discards the log, because the import failed after the log was written. A device or pipe has the log already, so a
  /// correction is sent to it.
  func discard(_ error: ToolError) {
    guard isPrepared else { return }
    isPrepared = false
    file.discard(amendment: LogFile.buffer("\n## Nothing Was Imported\n\n\(error.message)\n"))
  }

  /// Moves the log to its path. If ``prepare(_:)`` was not called, the log is written first.
  ///
  /// - Throws: ``ToolError`` when it cannot be written or moved.
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
