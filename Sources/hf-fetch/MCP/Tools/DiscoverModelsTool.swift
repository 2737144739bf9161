import JSON
import ModelSpec

/// `discover_models`: models of the Hub, sorted by popularity or date.
struct DiscoverModelsTool: MCPTool {
  let pipeline: ToolPipeline

  private static let defaultOrder = DiscoveryOrder.trending

  let name = "discover_models"
  let title = "Discover models"
  let summary = """
    Lists language models and multimodal models of the Hugging Face Hub, by trending score, downloads, likes or date, optionally only \
    those of one author or with certain words in their names. The other tools take the ids that it returns.
    """
  let arguments = [
    ToolArgument(
      "order", .choice(DiscoveryOrder.allCases.map(\.rawValue)), "The order; default: \(defaultOrder.rawValue)"),
    ToolArgument("limit", .integer(1...100), "How many models; default: \(DiscoveryOrder.defaultLimit)"),
    ToolArgument("search", .string, "Words that the names of the models contain"),
    ToolArgument("author", .string, "The organization or user that the models belong to"),
  ]
  let outputSchema = """
    {"type":"object","required":["models"],"properties":{"models":{"type":"array","items":{\
    "type":"object","required":["model"],"properties":{"model":{"type":"string","description":"the id"}}}}}}
    """

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    var options = ["--discover=\(arguments.string("order") ?? DiscoverModelsTool.defaultOrder.rawValue)"]
    if let limit = arguments.integer("limit") { options.append("--limit=\(limit)") }
    if let search = arguments.string("search") { options.append("--search=\(search)") }
    if let author = arguments.string("author") { options.append("--author=\(author)") }
    return try result(try pipeline.discoverModels(options, context))
  }

  private func result(_ found: ToolProcesses.ProcessResult) throws(CallFailure) -> String {
    let output = ByteBuffer()
    output.beginObject()
    output.beginArray("models")
    for line in found.lines {
      guard let document = try? JSONDocument(Array(line)) else { throw found.failure(of: "hf-fetch") }
      try document.withRoot { (request) throws(CallFailure) in
        if let error = request.failureError { throw CallFailure(error) }
        output.element(request)
      }
    }
    output.endArray()
    output.endObject()
    return output.text
  }
}
