import Foundation
import JSON
import TestSupport

/// What is known to be true of one model: a line of `expected.jsonl`.
struct Truth {
  let document: JSONDocument
  var row: JSONElement { document.root }

  var modelID: String { row["model_id"]?.string ?? "" }
  /// Whether this is a published model, as opposed to a config class's defaults.
  var isReal: Bool { row["origin"]?.equals("real") == true }
  var isMultimodal: Bool { row["modality"]?.equals("multimodal") == true }

  /// Whether a refusal is right: there are no attention heads or no context length, or the model is an encoder at
  /// heart.
  var mayBeRefused: Bool {
    let lacksHeads = row["num_heads"]?.int == nil || row["default_context_length"]?.int == nil
    return lacksHeads || row["kv_source"]?.equals("formula") == true
  }

  /// Reads all of them.
  ///
  /// - Throws: when the file is missing or not JSON.
  static func read(from directory: String) throws -> [Truth] {
    let text = try String(contentsOfFile: directory + "/expected.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { Truth(document: try JSONDocument(String($0))) }
  }
}
