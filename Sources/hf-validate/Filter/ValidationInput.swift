import CommandLineTool
import Files
import Streams

/// The values to check: a file, or standard input.
struct ValidationInput {
  private let file: OpenFile?

  /// Opens a file, or standard input where none is named.
  ///
  /// - Throws: ``ToolError`` when the file cannot be opened.
  init(_ path: String?) throws(ToolError) {
    guard let path, path != "-" else {
      file = nil
      return
    }
    do throws(FileError) {
      file = try OpenFile(path, operation: "read")
    } catch {
      throw .systemFailure(code: "input_unreadable", error.message, hint: "check that the file is there")
    }
  }

  /// Reads from the file, which is open as long as this value lives.
  func withSource<Result>(_ body: (ByteReader) throws(ToolError) -> Result) throws(ToolError) -> Result {
    defer { withExtendedLifetime(file) {} }
    return try body(file.map { ByteReader(descriptor: $0.descriptor) } ?? .standardInput)
  }
}
