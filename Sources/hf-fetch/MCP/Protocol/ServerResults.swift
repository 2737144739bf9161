import CommandLineTool
import JSON

/// The results of the methods of the protocol, as JSON text.
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
    output.member("name", "hf-fetch")
    output.member("title", "Hugging Face model import")
    output.member("version", toolsetVersion)
    output.endObject()
  }

  /// The result of `initialize`.
  static func initialization(_ revision: ProtocolRevision) -> String {
    ByteBuffer.object { output in
      output.member("protocolVersion", revision.rawValue)
      output.member("capabilities", raw: #"{"tools":{"listChanged":false}}"#)
      output.key("serverInfo")
      writeServerInfo(to: output)
      output.member("instructions", instructions)
    }
  }

  /// The result of `server/discover`.
  static let discovery = envelope(.july2026, isCacheable: true) { output in
    output.member("supportedVersions", ProtocolRevision.supported)
    output.member("capabilities", raw: #"{"tools":{}}"#)
    output.member("instructions", instructions)
  }

  /// The result of `tools/list`. It always has one page.
  static func list(of tools: [any MCPTool], for revision: ProtocolRevision) -> String {
    envelope(revision, isCacheable: true) { output in
      output.beginArray("tools")
      for tool in tools { tool.write(to: output, for: revision) }
      output.endArray()
    }
  }

  /// The result of `tools/call`.
  static func result(of outcome: Result<String, CallFailure>, for revision: ProtocolRevision) -> String {
    envelope(revision, isCacheable: false) { ToolResult.writeMembers(of: outcome, to: $0, for: revision) }
  }

  /// How long a client may cache the results of `tools/list` and `server/discover`, in milliseconds.
  private static let cacheMilliseconds = 3_600_000

  /// A result with the members that every result of a stateless revision has.
  ///
  /// - Parameters:
  ///   - isCacheable: whether a client may cache the result.
  ///   - writeMembers: writes the other members.
  private static func envelope(
    _ revision: ProtocolRevision, isCacheable: Bool, _ writeMembers: (ByteBuffer) -> Void
  ) -> String {
    ByteBuffer.object { output in
      writeMembers(output)
      guard revision.isStateless else { return }
      output.member("resultType", "complete")
      if isCacheable {
        output.member("ttlMs", cacheMilliseconds)
        output.member("cacheScope", "public")
      }
      output.beginObject("_meta")
      output.key("io.modelcontextprotocol/serverInfo")
      writeServerInfo(to: output)
      output.endObject()
    }
  }
}
