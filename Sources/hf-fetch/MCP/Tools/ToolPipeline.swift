import CommandLineTool
import JSON
import ModelSpec

/// The pipelines of the MCP tools: which command-line tools a call runs. Each reads the output of the previous one.
struct ToolPipeline: Sendable {
  let processes: ToolProcesses
  /// The options with which every call runs hf-fetch.
  let fetchOptions: [String]

  typealias ProcessResult = ToolProcesses.ProcessResult

  /// `discover_models`: hf-fetch. No progress is reported, because a list is not fetched model by model.
  func discoverModels(_ options: [String], _ context: CallContext) throws(CallFailure) -> ProcessResult {
    try fetch(options, CallContext(cancellation: context.cancellation))
  }

  /// `fetch_snapshot`: hf-fetch.
  func fetchSnapshot(_ request: [UInt8], _ context: CallContext) throws(CallFailure) -> ProcessResult {
    try fetch(requests: request, context)
  }

  /// `describe_model`: hf-fetch, hf-transform, hf-validate.
  ///
  /// - Returns: the result of hf-validate, and the messages of all three tools.
  func describeModel(
    _ request: [UInt8], _ transformOptions: [String], _ context: CallContext
  ) throws(CallFailure) -> (entry: ProcessResult, messages: [String]) {
    let (fetched, transformed, validated) = try derive(request, [], transformOptions, context)
    if transformed.output.isEmpty { throw transformed.failure(of: "hf-transform") }
    return (validated, [fetched, transformed, validated].flatMap(\.messageList))
  }

  /// `find_entries`: models-merge.
  func findEntries(
    _ conditions: [String], in database: String, _ context: CallContext
  ) throws(CallFailure) -> ProcessResult {
    let found = try merge(["--entries"] + conditions, in: database, context)
    guard found.status == 0 else { throw found.failure(of: "models-merge") }
    return found
  }

  /// `preview_import`: hf-fetch, hf-transform, hf-validate, models-merge. Before these, models-merge reads the database
  /// once, so that a file that is not a database is a failure before anything is fetched.
  ///
  /// - Returns: the result of the import, and the messages of the four tools.
  func previewImport(
    _ requests: [UInt8], _ transformOptions: [String], _ mergeOptions: [String], in database: String,
    _ context: CallContext
  ) throws(CallFailure) -> (report: ProcessResult, messages: String) {
    _ = try merge(["--list", "--quiet"], in: database, context)
    let (fetched, transformed, validated) = try derive(requests, ["--continue-on-error"], transformOptions, context)
    let merged = try merge(
      ["--dry-run", "--continue-on-error"] + mergeOptions, on: validated.output, in: database, context)
    return (merged, [fetched, transformed, validated, merged].map(\.messages).joined())
  }

  /// `audit_entries`: models-merge (the requests for the entries), hf-fetch, hf-transform, hf-validate, models-merge
  /// (the comparison).
  ///
  /// - Parameters:
  ///   - selection: the options of models-merge that select entries.
  ///   - listOptions: the other options of models-merge for the requests.
  /// - Returns: the result of the comparison, and the messages of both runs of models-merge.
  /// - Throws: ``CallFailure``, with the code `not_found` when the database lacks an entry of the selection.
  func auditEntries(
    _ selection: [String], _ listOptions: [String], _ transformOptions: [String], in database: String,
    _ context: CallContext
  ) throws(CallFailure) -> (comparison: ProcessResult, messages: String) {
    let requests = try merge(["--list"] + listOptions + selection, in: database, context)
    guard requests.status == 0 else { throw requests.reportedFailure(of: "models-merge", code: .notFound) }
    let validated = try derive(
      requests.output, ["--continue-on-error"], ["--explain"] + transformOptions, context
    ).validated
    let compared = try merge(["--compare"] + selection, on: validated.output, in: database, context)
    return (compared, requests.messages + compared.messages)
  }

  /// Runs hf-fetch, hf-transform and hf-validate.
  private func derive(
    _ requests: [UInt8], _ fetchOptions: [String], _ transformOptions: [String], _ context: CallContext
  ) throws(CallFailure) -> (fetched: ProcessResult, transformed: ProcessResult, validated: ProcessResult) {
    let fetched = try fetch(fetchOptions, requests: requests, context)
    let transformed = try processes.run("hf-transform", transformOptions, input: fetched.output, context)
    return (fetched, transformed, try processes.run("hf-validate", [], input: transformed.output, context))
  }

  /// Runs hf-fetch with the options of the server and of the call. Reports the number of lines that it has printed as
  /// progress.
  ///
  /// - Parameter requests: JSON requests, one per line.
  /// - Throws: ``CallFailure``, also when hf-fetch ends with a status above 1.
  private func fetch(
    _ options: [String] = [], requests: [UInt8] = [], _ context: CallContext
  ) throws(CallFailure) -> ProcessResult {
    let total = requests.count { $0 == UInt8(ascii: "\n") }
    let fetched = try processes.run("hf-fetch", fetchOptions + options, input: requests, context) { fetchedCount in
      context.progress?.report(fetchedCount, of: total, "\(fetchedCount) of \(total) models fetched")
    }
    guard fetched.status <= ExitStatus.itemsFailed.rawValue else { throw fetched.failure(of: "hf-fetch") }
    return fetched
  }

  /// Runs models-merge.
  ///
  /// - Throws: ``CallFailure``, also when models-merge ends with a status above 1 and prints nothing: then the file is
  ///   not a database. A comparison for which the Hub did not respond also has such a status, but prints a summary.
  private func merge(
    _ options: [String], on input: [UInt8] = [], in database: String, _ context: CallContext
  ) throws(CallFailure) -> ProcessResult {
    let merged = try processes.run("models-merge", options + ["--", database], input: input, context)
    guard merged.status <= ExitStatus.itemsFailed.rawValue || !merged.output.isEmpty else {
      throw DatabaseArgument.failure(database)
    }
    return merged
  }
}

extension ToolProcesses.ProcessResult {
  /// Calls `body` with the JSON value that a command-line tool printed.
  ///
  /// - Parameter tool: the name of the command-line tool, for messages.
  /// - Throws: ``CallFailure`` when the output is a failure or is not a single JSON value, or when `body` throws one.
  func withDocument<Result>(
    of tool: String, _ body: (JSONElement) throws(CallFailure) -> Result
  ) throws(CallFailure) -> Result {
    guard let document = try? JSONDocument(output) else { throw failure(of: tool) }
    return try document.withRoot { (root) throws(CallFailure) in
      if let error = root.failureError { throw CallFailure(error) }
      return try body(root)
    }
  }

  /// The lines that the command-line tool printed to stdout, without line feeds.
  var lines: [ArraySlice<UInt8>] { output.split(separator: UInt8(ascii: "\n")) }
}
