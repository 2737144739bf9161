import CommandLineTool
import JSON
import ModelSpec
import TestSupport

@testable import Streams
@testable import hf_transform

/// What hf-transform makes of a snapshot, in this process.
struct Transformed {
  let document: JSONDocument
  /// What it says on stderr, each after its severity.
  let messages: [String]
  /// What to do next, for each of these; nil where nothing is said.
  let hints: [String?]
  var root: JSONElement { document.root }
  /// The failure's inner object, if it is one.
  var error: JSONElement? { root.failureError }

  /// Transforms a snapshot.
  init(snapshot: String, arguments: [String] = ["--text-only"]) throws {
    try self.init(snapshot: snapshot, SnapshotTransformer(TransformOptions(ParsedArguments(arguments, of: .transform))))
  }

  /// Transforms a snapshot with a transformer that may have transformed others before.
  init(snapshot: String, _ filter: SnapshotTransformer) throws {
    let output = FilterOutput()
    let input = try JSONDocument(snapshot)
    withExtendedLifetime(input) { filter.process(input.root, into: output) }
    document = try JSONDocument(output.documents.text)
    messages = output.messages.map { message in
      if case .text(let severity, let text, _) = message { "\(severity): \(text)" } else { "duplicate key" }
    }
    hints = output.messages.map { message in if case .text(_, _, let hint) = message { hint } else { nil } }
  }

  /// Transforms a snapshot of a config alone, or with weights.
  init(
    config: String, weights: String = #"{"source": "none"}"#, info: String = "{}", arguments: [String] = ["--text-only"]
  )
    throws
  {
    let snapshot = #"{"model_id": "org/Model-1B", "info": \#(info), "config": \#(config), "weights": \#(weights)}"#
    try self.init(snapshot: snapshot, arguments: arguments)
  }

  /// The text of a field, a string's without quotes; nil when it is absent.
  subscript(field: String) -> String? {
    guard let value = root[key: field] else { return nil }
    return value.string ?? String(decoding: value.source, as: UTF8.self)
  }

  /// The text of the failure's code.
  var code: String? { error?["code"]?.string }
  /// The failure's message.
  var message: String { error?["message"]?.string ?? "" }
}
