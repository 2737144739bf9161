import CommandLineTool
import JSON
import ModelSpec

/// Runs the command-line tools one after another, each on the output of the previous one.
struct ToolPipeline: Sendable {
  let processes: ToolProcesses
  /// The options of hf-fetch that the server was started with.
  let fetchOptions: [String]

  /// Runs hf-fetch with the options of the server and of the call, and reports each line of its output as progress.
  ///
  /// - Parameter requests: JSON requests, one per line.
  /// - Throws: ``CallFailure``, also when hf-fetch ends with a status above 1.
  func fetch(
    _ options: [String] = [], requests: [UInt8] = [], _ context: CallContext
  ) throws(CallFailure) -> ToolProcesses.ProcessResult {
    let total = requests.count { $0 == UInt8(ascii: "\n") }
    let fetched = try processes.run("hf-fetch", fetchOptions + options, input: requests, context) { fetchedCount in
      context.progress?.report(fetchedCount, of: total, "\(fetchedCount) of \(total) models fetched")
    }
    guard fetched.status <= ExitStatus.itemsFailed.rawValue else { throw fetched.failure(of: "hf-fetch") }
    return fetched
  }

  /// Runs a tool on the output of the previous one.
  func run(
    _ tool: String, _ options: [String] = [], on previous: ToolProcesses.ProcessResult, _ context: CallContext
  ) throws(CallFailure) -> ToolProcesses.ProcessResult {
    try processes.run(tool, options, input: previous.output, context)
  }

  /// Runs models-merge on the database that a call names.
  ///
  /// - Throws: ``CallFailure``, also when the file is not a database.
  func merge(
    _ options: [String], input: [UInt8] = [], _ arguments: ToolArguments, _ context: CallContext
  ) throws(CallFailure) -> ToolProcesses.ProcessResult {
    let database = arguments.string(DatabaseArgument.argument.name) ?? DatabaseArgument.defaultPath
    let merged = try processes.run("models-merge", options + ["--", database], input: input, context)
    guard merged.status <= ExitStatus.itemsFailed.rawValue else { throw DatabaseArgument.failure(database) }
    return merged
  }
}

extension ToolProcesses.ProcessResult {
  /// Calls `body` with the document that a tool printed.
  ///
  /// - Throws: ``CallFailure`` when the output is a failure, or is not a single document.
  func withDocument<Result>(
    of tool: String, _ body: (JSONElement) throws(CallFailure) -> Result
  ) throws(CallFailure) -> Result {
    guard let document = try? JSONDocument(output) else { throw failure(of: tool) }
    return try document.withRoot { (root) throws(CallFailure) in
      if let error = root.failureError { throw CallFailure(error) }
      return try body(root)
    }
  }

  /// The lines that a tool printed.
  var lines: [ArraySlice<UInt8>] { output.split(separator: UInt8(ascii: "\n")) }
}
