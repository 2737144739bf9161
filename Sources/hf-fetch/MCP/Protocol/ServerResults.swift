import CommandLineTool
import JSON

/// The server's results, as JSON text.
enum ServerResults {
  private static let instructions = """
    Looks up language models on the Hugging Face Hub and describes them for the models.json of an LLM inference \
    calculator: parameters, layers, attention, KV cache, experts. Use discover_models to find model ids, \
    describe_model for a checked entry, preview_import to see what an import would change, find_entries to search the \
    database, audit_entries to see where it differs from the Hub. No tool writes to the database: the user imports a \
    model with 'make import-model MODEL=org/name', and corrects entries with 'make audit FIX=1'.
    """

  private static func writeServerInfo(to output: ByteBuffer) {
    output.beginObject()
    output.key("name")
    output.string("hf-fetch")
    output.key("title")
    output.string("Hugging Face model import")
    output.key("version")
    output.string(toolsetVersion)
    output.endObject()
  }

  /// The result of `initialize`.
  static func initialization(_ revision: ProtocolRevision) -> String {
    let output = ByteBuffer()
    output.beginObject()
    output.key("protocolVersion")
    output.string(revision.rawValue)
    output.key("capabilities")
    output.raw(#"{"tools":{"listChanged":false}}"#)
    output.key("serverInfo")
    writeServerInfo(to: output)
    output.key("instructions")
    output.string(instructions)
    output.endObject()
    return output.text
  }

  /// The result of `server/discover`.
  static let discovery = envelope(.july2026, isCacheable: true) { output in
    output.key("supportedVersions")
    output.beginArray()
    for revision in ProtocolRevision.supported { output.string(revision) }
    output.endArray()
    output.key("capabilities")
    output.raw(#"{"tools":{}}"#)
    output.key("instructions")
    output.string(instructions)
  }

  /// The result of `tools/list`. It always has one page.
  static func list(of tools: [any MCPTool], for revision: ProtocolRevision) -> String {
    envelope(revision, isCacheable: true) { output in
      output.key("tools")
      output.beginArray()
      for tool in tools { tool.write(to: output, for: revision) }
      output.endArray()
    }
  }

  /// The result of `tools/call`.
  static func result(of outcome: Result<String, CallFailure>, for revision: ProtocolRevision) -> String {
    envelope(revision, isCacheable: false) { ToolResult.writeMembers(of: outcome, to: $0, for: revision) }
  }

  /// How long a client may cache constant results, in milliseconds.
  private static let cacheMilliseconds = 3_600_000

  private static func envelope(
    _ revision: ProtocolRevision, isCacheable: Bool, _ writeMembers: (ByteBuffer) -> Void
  ) -> String {
    let output = ByteBuffer()
    output.beginObject()
    writeMembers(output)
    if revision.isStateless {
      output.key("resultType")
      output.string("complete")
      if isCacheable {
        output.key("ttlMs")
        output.integer(cacheMilliseconds)
        output.key("cacheScope")
        output.string("public")
      }
      output.key("_meta")
      output.beginObject()
      output.key("io.modelcontextprotocol/serverInfo")
      writeServerInfo(to: output)
      output.endObject()
    }
    output.endObject()
    return output.text
  }
}
