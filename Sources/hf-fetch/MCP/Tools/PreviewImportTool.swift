import JSON

/// `preview_import`: the changes that an import would make to the database.
struct PreviewImportTool: MCPTool {
  let pipeline: ToolPipeline

  private static let models = ToolArgument(
    "models", .strings(atMost: 64), isRequired: true, "The models: ids on the Hub, or URLs of their pages")
  private static let existing = ToolArgument(
    "existing", .choice(["fail", "update", "skip"]),
    "What to do with a model that the database already has; default: fail")

  let name = "preview_import"
  let title = "Preview an import"
  let summary = """
    Shows what an import would change in the database, without changing anything: the report of the import, and a \
    preview with the derived entries, the memory that the models need, and the diff of the file.
    """
  let arguments = [Self.models, DatabaseArgument.argument, Self.existing, ModelRequest.textOnly]
  let outputSchema = """
    {"type":"object","required":["report","preview"],"properties":{\
    "report":{"type":"object","required":["dry_run","added","failed"],"properties":{\
    "database":{"type":"string"},"dry_run":{"const":true},\
    "added":{"type":"array","items":{"type":"string"}},"updated":{"type":"array","items":{"type":"string"}},\
    "unchanged":{"type":"array","items":{"type":"string"}},"skipped":{"type":"array","items":{"type":"string"}},\
    "failed":{"type":"array","items":{"type":"object"}},"total":{"type":"integer"}}},\
    "preview":{"type":"string","description":"the preview of the import, as a user would see it"}}}
    """

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let requests = arguments.strings(Self.models.name).flatMap { ModelRequest.line($0, arguments) }
    let options = arguments.has(ModelRequest.textOnly.name) ? ["--text-only"] : []
    let (merged, messages) = try pipeline.previewImport(
      requests, options, mergeOptions(arguments), in: arguments.database, context)
    return try merged.withDocument(of: "models-merge") { (report) throws(CallFailure) in
      guard report.isObject else { throw merged.failure(of: "models-merge") }
      if let failure = failureOfAllModels(report) { throw failure }
      return result(report, preview: messages)
    }
  }

  private func mergeOptions(_ arguments: ToolArguments) -> [String] {
    switch arguments.string(Self.existing.name) {
    case "update": ["--update"]
    case "skip": ["--skip-existing"]
    default: []
    }
  }

  /// The first failure, if all models failed; nil otherwise.
  private func failureOfAllModels(_ report: JSONElement) -> CallFailure? {
    let outcomes: [JSONKey] = [JSONKey("added"), JSONKey("updated"), JSONKey("unchanged"), JSONKey("skipped")]
    guard outcomes.allSatisfy({ report[$0]?.count ?? 0 == 0 }) else { return nil }
    return report["failed"]?.elements.first { $0.isObject }.map { CallFailure($0) }
  }

  private func result(_ report: JSONElement, preview: String) -> String {
    ByteBuffer.object { output in
      output.member("report", report)
      output.member("preview", preview)
    }
  }
}
