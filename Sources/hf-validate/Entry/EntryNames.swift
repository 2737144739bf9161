import JSON
import ModelSpec

extension JSONElement {
  /// The name of an entry in messages about a stream: its `hf_model_id`, else its `id`; nil without either.
  var modelName: String? { self[.hfModelID]?.string ?? self[.id]?.string }
  /// The name of an entry in messages about a database: its `id`, else its `hf_model_id`; nil without either.
  var entryName: String? { self[.id]?.string ?? self[.hfModelID]?.string }
}
