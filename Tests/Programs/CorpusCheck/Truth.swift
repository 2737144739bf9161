import Foundation
import JSON
import TestSupport

/// What is known to be true of one model: a line of `expected.jsonl`.
struct Truth {
  let document: JSONDocument
  var row: JSONElement { document.root }

  var modelID: String { row["model_id"]?.string ?? "" }
  var modelType: String { row["model_type"]?.string ?? "" }
  /// Whether this is a config class's defaults, those of a model for text alone.
  var isClassDefault: Bool { modelID.hasPrefix("defaults/") && !isMultimodal }
  /// Whether this is a published model, as opposed to a config class's defaults.
  var isReal: Bool { row["origin"]?.equals("real") == true }
  var isMultimodal: Bool { row["modality"]?.equals("multimodal") == true }

  /// Whether a refusal is right: there are no attention heads or no context length, or the model is an encoder at
  /// heart.
  var mayBeRefused: Bool {
    let lacksHeads = row["num_heads"]?.int == nil || row["default_context_length"]?.int == nil
    return lacksHeads || row["kv_source"]?.equals("formula") == true
  }

  /// Whether nothing is known of the model's cache.
  var lacksCache: Bool { row["kv_source"]?.equals("none") == true }

  /// Reads all of them.
  ///
  /// - Throws: when the file is missing or not JSON.
  static func read(from directory: String) throws -> [Truth] {
    let text = try String(contentsOfFile: directory + "/expected.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { Truth(document: try JSONDocument(String($0))) }
  }
}
