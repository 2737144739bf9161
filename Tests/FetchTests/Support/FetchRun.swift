import Foundation
import JSON
import ModelSpec
import Platform
import StubHub
import TestSupport

/// What a run of hf-fetch left.
struct FetchRun {
  /// The exit status.
  let status: Int32
  /// The documents on standard output.
  let documents: [JSONDocument]
  /// Standard output as it is.
  let output: String
  /// Standard error.
  let errors: String

  /// For each document its failure's code, or the model's name.
  var answers: [String] {
    documents.map { $0.root.failureError?["code"]?.string ?? $0.root["model_id"]?.string ?? "?" }
  }

  /// The inner object of the first document, which is a failure.
  var failure: JSONElement? { documents.first?.root.failureError }

  /// The `weights` of the first document.
  var weights: JSONElement? { documents.first?.root["weights"] }
}

/// Runs the built hf-fetch against a stub, in a separate home.
///
/// - Parameters:
///   - arguments: the command line.
///   - hub: the Hub to ask; without one, an address without a listener.
///   - home: the folder of cache and token.
func runFetch(
  _ arguments: [String], from hub: StubHub? = nil, home: ScratchDirectory? = nil, input: String = "",
  environment: [String: String] = [:]
) throws -> FetchRun {
  let home = try home ?? ScratchDirectory()
  let base = [
    "HF_ENDPOINT": hub?.baseURL ?? "http://127.0.0.1:9", "HF_HOME": home.path("hf"), "HOME": home.path("user"),
    "NO_PROXY": "*",
  ]
  let outcome = try Command(
    tool: "hf-fetch", arguments, input: input, environment: base.merging(environment) { $1 }
  ).run()
  let documents = try outcome.output.split(separator: "\n").map { try JSONDocument(String($0)) }
  return FetchRun(status: outcome.status, documents: documents, output: outcome.output, errors: outcome.errors)
}

/// A small model: enough of a config and a count.
func smallModel(_ id: String, parameters: Int = 1_000) -> StubModel {
  StubModel(id, config: #"{"model_type":"llama","hidden_size":64}"#, parameters: parameters)
}
