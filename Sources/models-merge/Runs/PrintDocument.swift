import CommandLineTool
import JSON
import Platform
import Streams

/// Prints one document to standard output, on one line or, with `isPretty`, indented.
///
/// - Throws: ``ToolError`` when it cannot be written.
func printDocument(_ document: ByteBuffer, isPretty: Bool) throws(ToolError) {
  document.endLine()
  if isPretty { document.prettify(from: 0) }
  do { try OutputStream().write(document.bytes) } catch { throw .cannotWriteOutput(error) }
}
