import CommandLineTool
import JSON
import Platform
import Streams

/// Prints one document to standard output, on one line or, with `isPretty`, indented.
///
/// - Throws: ``ToolError`` when it cannot be written.
func printDocument(_ document: ByteBuffer, isPretty: Bool) throws(ToolError) {
  document.endLine()
  try printLines(document, isPretty: isPretty)
}

/// Prints documents, each of which ends with a line feed, to standard output.
///
/// - Throws: ``ToolError`` when they cannot be written.
func printLines(_ documents: ByteBuffer, isPretty: Bool) throws(ToolError) {
  if isPretty { documents.prettify(from: 0) }
  do throws(SystemError) { try OutputStream().write(documents.bytes) } catch { throw .cannotWriteOutput(error) }
}
