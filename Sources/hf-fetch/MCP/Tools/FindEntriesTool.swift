import JSON
import ModelSpec

/// `find_entries`: entries of the database, by what they are.
struct FindEntriesTool: MCPTool {
  let pipeline: ToolPipeline

  /// The fields to search by; the others are in the entries that are found.
  private static let searched: [EntryField] = [.id, .hfModelID, .architecture, .license]
  private static let least = ToolArgument(
    "min_parameters_billions", .positiveNumber(upTo: EntryField.parametersBillions.range.upperBound),
    "The least number of parameters, in billions")
  private static let most = ToolArgument(
    "max_parameters_billions", .positiveNumber(upTo: EntryField.parametersBillions.range.upperBound),
    "The largest number of parameters, in billions")
  private static let limit = ToolArgument("limit", .integer(1...1000), "How many entries; 20 when left out")

  let name = "find_entries"
  let title = "Find entries"
  let summary = """
    Finds entries of the calculator's models.json by id, size, architecture (transformer or moe) and license, and gives \
    them as they are in the file. Texts are compared whole, whatever their case; * is for any text: qwen3* or *-8b.
    """
  let arguments =
    [DatabaseArgument.argument] + Self.searched.map(Self.argument) + [Self.least, Self.most, Self.limit]
  let isOpenWorld = false
  let outputSchema = """
    {"type":"object","required":["entries","total"],"properties":{\
    "entries":{"type":"array","items":\(EntrySchema.meanings)},\
    "total":{"type":"integer","description":"how many entries fit, those beyond the limit included"}}}
    """

  /// The argument that searches by a field.
  private static func argument(_ field: EntryField) -> ToolArgument {
    if case .word(let words) = field.type {
      return ToolArgument(field.name.description, .choice(words.map(\.description)), field.description.meaning)
    }
    return ToolArgument(field.name.description, .text, field.description.meaning)
  }

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    var conditions = FindEntriesTool.searched.compactMap { field in
      arguments.text(field.name.description).map { "--where=\(field.name)=\($0)" }
    }
    let (least, most) = (arguments.number(Self.least.name), arguments.number(Self.most.name))
    if least != nil || most != nil {
      let range = (least.map { "\($0)" } ?? "") + ":" + (most.map { "\($0)" } ?? "")
      conditions.append("--where=\(EntryField.parametersBillions.name)=\(range)")
    }
    let found = try pipeline.merge(["--entries"] + conditions, arguments, context)
    guard found.status == 0 else { throw found.failure(of: "models-merge") }
    return result(found.lines, limit: arguments.integer(Self.limit.name) ?? 20)
  }

  private func result(_ entries: [ArraySlice<UInt8>], limit: Int) -> String {
    let output = ByteBuffer()
    output.beginObject()
    output.key("entries")
    output.raw("[" + entries.prefix(limit).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",") + "]")
    output.key("total")
    output.integer(entries.count)
    output.endObject()
    return output.text
  }
}
