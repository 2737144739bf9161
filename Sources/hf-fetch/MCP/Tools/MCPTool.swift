import JSON
import Platform

/// A tool of the Model Context Protocol, which a language model can call. A call changes nothing but the cache.
protocol MCPTool: Sendable {
  var name: String { get }
  /// The name that users see.
  var title: String { get }
  /// The description that the language model reads: what the tool does and when to use it.
  var summary: String { get }
  var arguments: [ToolArgument] { get }
  /// The JSON Schema of the structured result, as JSON text.
  var outputSchema: String { get }
  /// The protocol's `openWorldHint`: whether the tool sends requests to the Hub. If not, it only reads files on this
  /// machine.
  var isOpenWorld: Bool { get }

  /// Runs the tool. It is called on a thread of the ``CallPool``.
  ///
  /// - Returns: the structured result, as the JSON text of an object that conforms to the output schema.
  /// - Throws: ``CallFailure`` when a command-line tool fails, or the call is canceled.
  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String
}

extension MCPTool {
  var isOpenWorld: Bool { true }

  /// Writes the description of the tool for `tools/list`.
  func write(to output: ByteBuffer, for revision: ProtocolRevision) {
    output.beginObject()
    output.member("name", name)
    if revision.hasStructuredContent {
      output.member("title", title)
    }
    output.member("description", summary)
    output.key("inputSchema")
    writeInputSchema(to: output)
    if revision.hasStructuredContent {
      output.member("outputSchema", raw: outputSchema)
    }
    output.member(
      "annotations",
      raw: #"{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":\#(isOpenWorld)}"#)
    output.endObject()
  }

  private func writeInputSchema(to output: ByteBuffer) {
    output.beginObject()
    output.member("type", "object")
    output.beginObject("properties")
    for argument in arguments {
      output.key(argument.name)
      argument.writeSchema(to: output)
    }
    output.endObject()
    output.member("required", arguments.filter(\.isRequired).map(\.name))
    output.member("additionalProperties", false)
    output.endObject()
  }
}
