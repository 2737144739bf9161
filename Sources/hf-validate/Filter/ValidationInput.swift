import CommandLineTool
import Files
import Streams

/// The input of hf-validate: a file, or standard input.
struct ValidationInput {
  private let file: OpenFile?

  /// Opens a file. If the path is nil, the input is standard input.
  ///
  /// - Throws: ``ToolError`` with status 3 when the file cannot be opened.
  init(_ path: String?) throws(ToolError) {
    guard let path else {
      file = nil
      return
    }
    do throws(FileError) {
      file = try OpenFile(path, operation: "read")
    } catch {
      throw .systemFailure(
        code: "input_unreadable", error.message, hint: "check the path and the permissions of the file")
    }
  }

  /// Calls `body` with a reader of the input. The file stays open during the call.
  func withSource<Result>(_ body: (ByteReader) throws(ToolError) -> Result) throws(ToolError) -> Result {
    defer { withExtendedLifetime(file) {} }
    return try body(file.map { ByteReader(descriptor: $0.descriptor) } ?? .standardInput)
  }
}
