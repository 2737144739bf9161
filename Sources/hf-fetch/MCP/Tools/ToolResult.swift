import JSON

/// The result of `tools/call`, without the members that ``ServerResults`` adds to all results.
enum ToolResult {
  /// Writes the members of the result.
  ///
  /// - Parameter outcome: the structured result of the MCP tool as JSON text, or its failure.
  static func writeMembers(
    of outcome: Result<String, CallFailure>, to output: ByteBuffer, for revision: ProtocolRevision
  ) {
    let (text, structured, isError) =
      switch outcome {
      case .success(let json): (json, json, false)
      case .failure(let failure): (failure.text, #"{"error":\#(failure.error)}"#, true)
      }
    output.beginArray("content")
    output.beginObject()
    output.member("type", "text")
    output.member("text", text)
    output.endObject()
    output.endArray()
    if revision.hasStructuredContent {
      output.member("structuredContent", raw: structured)
    }
    output.member("isError", isError)
  }
}
