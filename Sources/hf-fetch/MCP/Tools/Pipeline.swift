import CommandLineTool
import JSON
import ModelSpec

/// The toolset's programs, one after another: each takes what the one before it printed.
struct Pipeline: Sendable {
  let siblings: Siblings
  /// The options of hf-fetch that the server was started with.
  let fetchOptions: [String]

  /// Runs hf-fetch with the server's options and some of the call's.
  ///
  /// - Parameter requests: requests as documents, a line each.
  /// - Throws: ``CallFailure``, also when hf-fetch refuses its command line or its surroundings failed.
  func fetch(
    _ options: [String] = [], requests: [String] = [], _ cancellation: Cancellation
  ) throws(CallFailure) -> Siblings.Outcome {
    let input = Array(requests.map { $0 + "\n" }.joined().utf8)
    let fetched = try siblings.run("hf-fetch", fetchOptions + options, input: input, cancellation)
    guard fetched.status <= ExitStatus.itemsFailed.rawValue else { throw fetched.failure(of: "hf-fetch") }
    return fetched
  }

  /// Runs another stage on what the stage before it left.
  func run(
    _ tool: String, _ options: [String] = [], on previous: Siblings.Outcome, _ cancellation: Cancellation
  ) throws(CallFailure) -> Siblings.Outcome {
    try siblings.run(tool, options, input: previous.output, cancellation)
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
}
