import CommandLineTool
import Files
import JSON
import Streams

/// `--save`: writes standard input to a file that is not the database. What a recipe makes of the database goes through
/// here, so that it is checked in one place and never written by halves. A dry run only checks.
struct SaveRun {
  let path: String
  let options: MergeOptions

  /// Writes it.
  ///
  /// - Throws: ``ToolError`` when the file is the database or another that is read, or cannot be written.
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
