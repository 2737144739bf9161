import JSON

extension JSONKey {
  /// The key of the entries in a database.
  static let models = JSONKey("models")
  static let id = JSONKey("id")
  static let hfModelID = JSONKey("hf_model_id")
  static let parametersBillions = JSONKey("parameters_billions")
}

extension JSONElement {
  /// The name of an entry in messages: its `hf_model_id`, else its `id`.
  var modelName: String? { self[.hfModelID]?.string ?? self[.id]?.string }
}
