import CommandLineTool
import Files
import JSON
import Streams

/// `--save`: writes standard input to a file that is not the database. The recipes of make use it for their output, so
/// that the checks are in one place, and a file is never half written. Under `--dry-run` it only checks the path.
struct SaveRun {
  let path: String
  let options: MergeOptions

  /// Writes the file.
  ///
  /// - Returns: success.
  /// - Throws: ``ToolError`` when the file is the database or an input file, it cannot be written, or standard input
  ///   cannot be read.
  func run() throws(ToolError) -> ExitStatus {
    TemporaryFiles.removeOnSignals()
    let file = try options.outputFile(path, operation: "write")
    guard !options.isDryRun else { return .success }
    let content = ByteBuffer(capacity: 1 << 16)
    do { try ByteReader.standardInput.readAll(into: content) } catch { throw .cannotReadInput(error) }
    do throws(FileError) {
      try file.prepare(content)
      try file.commit()
    } catch {
      throw error.toolError
    }
    return .success
  }
}
