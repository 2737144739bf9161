import CommandLineTool
import JSON
import ModelSpec

/// The toolset's programs, one after another: each takes what the one before it printed.
struct Pipeline: Sendable {
  let siblings: Siblings
  /// The options of hf-fetch that the server was started with.
  let fetchOptions: [String]

  /// Runs hf-fetch with the server's options and some of the call's, and reports each answer as progress.
  ///
  /// - Parameter requests: requests as documents, a line each.
  /// - Throws: ``CallFailure``, also when hf-fetch refuses its command line or its surroundings failed.
  func fetch(
    _ options: [String] = [], requests: [UInt8] = [], _ context: CallContext
  ) throws(CallFailure) -> Siblings.Outcome {
    let total = requests.count { $0 == UInt8(ascii: "\n") }
    let fetched = try siblings.run("hf-fetch", fetchOptions + options, input: requests, context) { answered in
      context.progress?.report(answered, of: total, "\(answered) of \(total) models fetched")
    }
    guard fetched.status <= ExitStatus.itemsFailed.rawValue else { throw fetched.failure(of: "hf-fetch") }
    return fetched
  }

  /// Runs another stage on what the stage before it left.
  func run(
    _ tool: String, _ options: [String] = [], on previous: Siblings.Outcome, _ context: CallContext
  ) throws(CallFailure) -> Siblings.Outcome {
    try siblings.run(tool, options, input: previous.output, context)
  }

  /// Runs models-merge on the database that a call names.
  ///
  /// - Throws: ``CallFailure``, also when the file is not a database.
  func merge(
    _ options: [String], input: [UInt8] = [], _ arguments: ToolArguments, _ context: CallContext
  ) throws(CallFailure) -> Siblings.Outcome {
    let database = arguments.text(DatabaseArgument.argument.name) ?? DatabaseArgument.usual
    let merged = try siblings.run("models-merge", options + ["--", database], input: input, context)
    guard merged.status <= ExitStatus.itemsFailed.rawValue else { throw DatabaseArgument.failure(database) }
    return merged
  }
}

extension Siblings.Outcome {
  /// Works with the one document that a tool printed.
  ///
  /// - Throws: ``CallFailure`` when it is a failure, or not there.
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
