import JSON
import Platform

/// A tool that a language model can call. None of them changes anything but caches.
protocol MCPTool: Sendable {
  /// The name that calls it.
  var name: String { get }
  /// The title for users in a list of tools.
  var title: String { get }
  /// The description for the language model: what the tool does and when to use it.
  var summary: String { get }
  /// The arguments that it takes.
  var arguments: [ToolArgument] { get }
  /// The JSON Schema of its structured result.
  var outputSchema: String { get }
  /// Whether it asks the Hub, and not only files on this machine.
  var isOpenWorld: Bool { get }

  /// Does the work, on another thread.
  ///
  /// - Returns: the structured result: the JSON text of an object that fits the output schema.
  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String
}

extension MCPTool {
  var isOpenWorld: Bool { true }

  /// Writes the tool as `tools/list` shows it.
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

/// The result of a call as `tools/call` answers it, without the revision's envelope.
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
