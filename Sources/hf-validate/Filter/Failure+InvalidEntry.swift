import JSON
import ModelSpec

extension Failure {
  /// The failure for a value with these violations, at least one, of its schema or of rules.
  static func invalidValue(_ details: [Violation], _ document: JSONElement) -> Failure {
    let first = details.first.map { $0.path.isEmpty ? $0.message : "'\($0.path)': \($0.message)" } ?? "invalid value"
    let message = details.count > 1 ? "\(details.count) violations; the first: \(first)" : first
    let hint =
      document.modelName == nil
      ? "correct the values that 'details' names" : "correct the config, or set the right value with --set FIELD=JSON"
    return Failure(
      .invalidEntry, stage: .validate, modelID: document.modelName, message: message, hint: hint, details: details)
  }

  /// The failure for a database that has errors.
  static func invalidDatabase(_ details: [Violation]) -> Failure {
    let message = details.count == 1 ? details[0].message : "\(details.count) violations in the database"
    return Failure(
      .invalidEntry, stage: .validate, message: message, hint: "correct the entries that 'details' names",
      details: details)
  }
}
