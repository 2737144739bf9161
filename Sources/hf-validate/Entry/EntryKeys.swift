import JSON

extension JSONKey {
  /// The key of a database's entries.
  static let models = JSONKey("models")
  static let id = JSONKey("id")
  static let hfModelID = JSONKey("hf_model_id")
  static let parametersBillions = JSONKey("parameters_billions")
}

extension JSONElement {
  /// What an entry calls itself.
  var modelName: String? { self[.hfModelID]?.string ?? self[.id]?.string }
}
