import JSON
import ModelSpec

/// `find_entries`: searches the database.
struct FindEntriesTool: MCPTool {
  let pipeline: ToolPipeline

  /// The fields that can be searched, in addition to the parameter count.
  private static let searched: [EntryField] = [.id, .hfModelID, .architecture, .license]
  private static let minimum = ToolArgument(
    "min_parameters_billions", .positiveNumber(upTo: EntryField.maximumBillions),
    "The minimum number of parameters, in billions")
  private static let maximum = ToolArgument(
    "max_parameters_billions", .positiveNumber(upTo: EntryField.maximumBillions),
    "The maximum number of parameters, in billions")
  private static let usualLimit = 20
  private static let limit = ToolArgument("limit", .integer(1...1000), "How many entries; default: \(usualLimit)")

  let name = "find_entries"
  let title = "Find entries"
  let summary = """
    Finds entries of models.json by id, size, architecture (transformer or moe) and license, and returns their fields \
    as they are in the file. A text must match completely; case is ignored, and * matches any characters: qwen3*, *-8b.
    """
  let arguments =
    [DatabaseArgument.argument] + Self.searched.map(Self.argument) + [Self.minimum, Self.maximum, Self.limit]
  let isOpenWorld = false
  let outputSchema = """
    {"type":"object","required":["entries","total"],"properties":{\
    "entries":{"type":"array","items":\(EntrySchema.meanings)},\
    "total":{"type":"integer","description":"how many entries match, including those beyond the limit"}}}
    """

  /// The argument for a field that can be searched.
  private static func argument(_ field: EntryField) -> ToolArgument {
    if case .word(let words) = field.type {
      return ToolArgument(field.name.description, .choice(words.map(\.description)), field.description.meaning)
    }
    return ToolArgument(field.name.description, .string, field.description.meaning)
  }

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    var conditions = FindEntriesTool.searched.compactMap { field in
      arguments.string(field.name.description).map { "--where=\(field.name)=\($0)" }
    }
    let (minimum, maximum) = (arguments.number(Self.minimum.name), arguments.number(Self.maximum.name))
    if let minimum, let maximum, maximum < minimum {
      throw .invalidArguments(
        "'\(Self.maximum.name)' is less than '\(Self.minimum.name)'",
        hint: "give a minimum that is at most the maximum")
    }
    if minimum != nil || maximum != nil {
      let range = (minimum.map { "\($0)" } ?? "") + ":" + (maximum.map { "\($0)" } ?? "")
      conditions.append("--where=\(EntryField.parametersBillions.name)=\(range)")
    }
    let found = try pipeline.findEntries(conditions, in: arguments.database, context)
    return result(found.lines, limit: arguments.integer(Self.limit.name) ?? Self.usualLimit)
  }

  private func result(_ entries: [ArraySlice<UInt8>], limit: Int) -> String {
    ByteBuffer.object { output in
      output.beginArray("entries")
      for line in entries.prefix(limit) { output.raw(String(decoding: line, as: UTF8.self)) }
      output.endArray()
      output.member("total", entries.count)
    }
  }
}
