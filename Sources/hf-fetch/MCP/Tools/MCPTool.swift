import JSON
import Platform

/// A tool of the Model Context Protocol, which a language model can call. No tool changes anything except caches.
protocol MCPTool: Sendable {
  var name: String { get }
  /// The name that users see.
  var title: String { get }
  /// The description for the language model: what the tool does and when to use it.
  var summary: String { get }
  var arguments: [ToolArgument] { get }
  /// The JSON Schema of its structured result.
  var outputSchema: String { get }
  /// Whether it sends requests to the Hub, and does not only read files on this machine.
  var isOpenWorld: Bool { get }

  /// Runs the tool. It is called on a thread of the ``CallPool``.
  ///
  /// - Returns: the structured result, as the JSON text of an object that matches the output schema.
  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String
}

extension MCPTool {
  var isOpenWorld: Bool { true }

  /// Writes the description of the tool for `tools/list`.
  func write(to output: ByteBuffer, for revision: ProtocolRevision) {
    output.beginObject()
    output.key("name")
    output.string(name)
    if revision.hasStructuredContent {
      output.key("title")
      output.string(title)
    }
    output.key("description")
    output.string(summary)
    output.key("inputSchema")
    writeInputSchema(to: output)
    if revision.hasStructuredContent {
      output.key("outputSchema")
      output.raw(outputSchema)
    }
    output.key("annotations")
    output.raw(#"{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":\#(isOpenWorld)}"#)
    output.endObject()
  }

  private func writeInputSchema(to output: ByteBuffer) {
    output.beginObject()
    output.key("type")
    output.string("object")
    output.key("properties")
    output.beginObject()
    for argument in arguments {
      output.key(argument.name)
      argument.writeSchema(to: output)
    }
    output.endObject()
    output.key("required")
    output.beginArray()
    for argument in arguments where argument.isRequired { output.string(argument.name) }
    output.endArray()
    output.key("additionalProperties")
    output.bool(false)
    output.endObject()
  }
}

/// The result of `tools/call`, without the members that depend on the revision.
enum ToolResult {
  /// Writes the members of the result.
  static func writeMembers(
    of outcome: Result<String, CallFailure>, to output: ByteBuffer, for revision: ProtocolRevision
  ) {
    let (text, structured, isError) =
      switch outcome {
      case .success(let json): (json, json, false)
      case .failure(let failure): (failure.text, #"{"error":\#(failure.error)}"#, true)
      }
    output.key("content")
    output.beginArray()
    output.beginObject()
    output.key("type")
    output.string("text")
    output.key("text")
    output.string(text)
    output.endObject()
    output.endArray()
    if revision.hasStructuredContent {
      output.key("structuredContent")
      output.raw(structured)
    }
    output.key("isError")
    output.bool(isError)
  }
}
