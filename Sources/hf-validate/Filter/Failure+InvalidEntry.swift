import JSON
import ModelSpec

extension Failure {
  /// The failure of a value that does not hold to its schema or the rules.
  static func invalidValue(_ details: [Violation], _ document: JSONElement) -> Failure {
    let fields = Set(details.map(\.path)).count
    let path = details.first?.path ?? ""
    let subject = fields == 1 ? (path.isEmpty ? "the value" : "'\(path)'") : "\(fields) places"
    let message =
      details.count == 1 && !path.isEmpty
      ? "\(subject): \(details[0].message)"
      : details.count == 1 ? details[0].message : "\(details.count) violations in \(subject)"
    return Failure(
      .invalidEntry, stage: .validate, modelID: document.modelName, message: message,
      hint: "correct the values that 'details' names", details: details)
  }

  /// The failure of a database.
  static func invalidDatabase(_ details: [Violation]) -> Failure {
    let message = details.count == 1 ? details[0].message : "\(details.count) violations in the database"
    return Failure(
      .invalidEntry, stage: .validate, message: message, hint: "correct the entries that 'details' names",
      details: details
    )
  }
}
