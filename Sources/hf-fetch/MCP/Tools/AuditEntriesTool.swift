import JSON
import ModelSpec

/// `audit_entries`: where the database and what the Hub says today differ. It never writes.
struct AuditEntriesTool: MCPTool {
  let pipeline: ToolPipeline

  private static let only = ToolArgument(
    "only", .texts(atMost: 1000), "The entries to look at, by id or hf_model_id; all of them when left out")
  private static let locked = ToolArgument(
    "locked", .flag, "Whether to take the commits that the entries record, instead of the newest ones")

  let name = "audit_entries"
  let title = "Audit entries"
  let summary = """
    Derives entries of the calculator's models.json from the Hub again, and lists each value that differs, with the value \
    in the file, the derived one, the key or rule that it comes from, and its line. Changes nothing. An audit of many \
    entries takes a request or two for each: name the entries in 'only' where a few are meant.
    """
  let arguments = [DatabaseArgument.argument, Self.only, Self.locked, ModelRequest.textOnly]
  let outputSchema = """
    {"type":"object","required":["differences","summary","table"],"properties":{\
    "differences":{"type":"array","items":\(EntrySchema.types(of: ComparisonFields.difference))},\
    "summary":\(EntrySchema.types(of: ComparisonFields.summary)),\
    "table":{"type":"string","description":"the same for a person, the largest effect on memory first"}}}
    """

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let selection = arguments.texts(Self.only.name).map { "--only=\($0)" }
    let locked = arguments.has(Self.locked.name) ? ["--locked"] : []
    let requests = try pipeline.merge(["--list"] + locked + selection, arguments, context)
    guard requests.status == 0 else { throw requests.failure(of: "models-merge") }
    let options = ["--explain"] + (arguments.has(ModelRequest.textOnly.name) ? ["--text-only"] : [])
    let fetched = try pipeline.fetch(["--continue-on-error"], requests: requests.output, context)
    let transformed = try pipeline.run("hf-transform", options, on: fetched, context)
    let validated = try pipeline.run("hf-validate", on: transformed, context)
    let compared = try pipeline.merge(["--compare"] + selection, input: validated.output, arguments, context)
    guard let summary = compared.lines.last else { throw compared.failure(of: "models-merge") }
    return result(compared.lines.dropLast(), summary, table: requests.messages + compared.messages)
  }

  private func result(_ differences: [ArraySlice<UInt8>], _ summary: ArraySlice<UInt8>, table: String) -> String {
    let output = ByteBuffer()
    output.beginObject()
    output.key("differences")
    output.raw("[" + differences.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",") + "]")
    output.key("summary")
    output.raw(String(decoding: summary, as: UTF8.self))
    output.key("table")
    output.string(table)
    output.endObject()
    return output.text
  }
}
