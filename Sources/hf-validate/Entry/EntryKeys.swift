import JSON

extension JSONKey {
  /// The key of the entries in a database.
  static let models = JSONKey("models")
  static let id = JSONKey("id")
  static let hfModelID = JSONKey("hf_model_id")
  static let parametersBillions = JSONKey("parameters_billions")

  // The members of `kv_cache`.
  static let fullElementsPerToken = JSONKey("full_elements_per_token")
  static let slidingElementsPerToken = JSONKey("sliding_elements_per_token")
  static let slidingWindow = JSONKey("sliding_window")

  // The members of `quantization`.
  static let method = JSONKey("method")
  static let bits = JSONKey("bits")
}

extension JSONElement {
  /// The name of an entry in messages about a stream: its `hf_model_id`, else its `id`; nil without either.
  var modelName: String? { self[.hfModelID]?.string ?? self[.id]?.string }
  /// The name of an entry in messages about a database: its `id`, else its `hf_model_id`; nil without either.
  var entryName: String? { self[.id]?.string ?? self[.hfModelID]?.string }
}
