import JSON
import ModelSpec

/// `audit_entries`: the differences between the database and the Hub's data.
struct AuditEntriesTool: MCPTool {
  let pipeline: ToolPipeline

  private static let only = ToolArgument(
    "only", .strings(atMost: 1000), "The ids or hf_model_ids of the entries to audit; default: all entries")
  private static let locked = ToolArgument(
    "locked", .flag, "Whether to use the commits that the entries record instead of the newest ones")

  let name = "audit_entries"
  let title = "Audit entries"
  let summary = """
    Derives entries of models.json again from the Hub, and lists each value that differs, with the value in the file, \
    the derived value, the key or rule that it comes from, and the line. Changes nothing. An audit sends one or two \
    requests to the Hub for each entry. To audit a few entries, name them in 'only'.
    """
  let arguments = [DatabaseArgument.argument, Self.only, Self.locked, ModelRequest.textOnly]
  let outputSchema = """
    {"type":"object","required":["differences","summary","table"],"properties":{\
    "differences":{"type":"array","items":\(EntrySchema.types(of: ComparisonFields.difference))},\
    "summary":\(EntrySchema.types(of: ComparisonFields.summary)),\
    "table":{"type":"string","description":"the differences as text, those with the largest effect on memory first"}}}
    """

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let selection = arguments.strings(Self.only.name).map { "--only=\($0)" }
    let locked = arguments.has(Self.locked.name) ? ["--locked"] : []
    let options = arguments.has(ModelRequest.textOnly.name) ? ["--text-only"] : []
    let (compared, messages) = try pipeline.auditEntries(
      selection, locked, options, in: arguments.database, context)
    guard let summary = compared.lines.last else { throw compared.failure(of: "models-merge") }
    return result(compared.lines.dropLast(), summary, table: messages)
  }

  private func result(_ differences: [ArraySlice<UInt8>], _ summary: ArraySlice<UInt8>, table: String) -> String {
    ByteBuffer.object { output in
      output.beginArray("differences")
      for line in differences { output.raw(String(decoding: line, as: UTF8.self)) }
      output.endArray()
      output.member("summary", raw: String(decoding: summary, as: UTF8.self))
      output.member("table", table)
    }
  }
}
