import JSON
import JSONSchema
import ModelSpec

/// Finds the entries of a database that are not in the order of their parameter counts.
struct EntryOrder {
  private typealias Place = (index: Int, id: String?, parameters: ExactDecimal)

  /// The last two entries that are in order.
  private var (last, secondToLast): (Place?, Place?)

  /// The violation that an entry reveals, of itself or of the entry before it; nil if both are in order.
  ///
  /// Of two neighbors in the wrong order, the first is reported if the second fits after the entry before them: one
  /// large entry among small ones is then the only one that is reported.
  mutating func violation(adding entry: JSONElement, at index: Int, isLast: Bool) -> DatabaseViolation? {
    let id = entry.entryName
    if entry[.id]?.equals(EntryID.custom) == true {
      return isLast
        ? nil
        : DatabaseViolation(
          entry: (index, id),
          detail: Failure.Violation(
            path: "/id", keyword: "order", message: "'\(EntryID.custom)' must be the last entry"))
    }
    guard let parameters = entry[.parametersBillions]?.decimal else { return nil }
    let added: Place = (index, id, parameters)
    guard let last, parameters < last.parameters else {
      (secondToLast, self.last) = (last, added)
      return nil
    }
    if let secondToLast, parameters < secondToLast.parameters {
      return EntryOrder.violation(of: added, "before", last)
    }
    self.last = added
    return EntryOrder.violation(of: last, "after", added)
  }

  private static func violation(of misplaced: Place, _ side: String, _ other: Place) -> DatabaseViolation {
    DatabaseViolation(
      entry: (misplaced.index, misplaced.id),
      detail: Failure.Violation(
        path: "/parameters_billions", keyword: "order",
        message: "an entry with \(misplaced.parameters) billion parameters must come \(side) entry "
          + "\(other.index + 1), which has \(other.parameters) billion"))
  }
}
