import JSON
import ModelSpec

/// Finds the entries of a database that are not in the order of their parameter counts.
struct EntryOrder {
  /// An entry: its index, from 0, its id, and its parameters in billions.
  private typealias Place = (index: Int, id: String?, parameters: ExactDecimal)

  /// The last two entries that are not reported as misplaced.
  private var (last, secondToLast): (Place?, Place?)

  /// The violation that becomes visible at an entry, of this entry or of one before it; nil if no violation does.
  ///
  /// If two adjacent entries are in the wrong order, the first one is reported, unless the second one has fewer
  /// parameters than the entry before both. So if one large entry is among small ones, it is the only one that is
  /// reported. Entries are added in the order of the database, and `index` counts from 0.
  mutating func violation(adding entry: JSONElement, at index: Int, isLast: Bool) -> DatabaseViolation? {
    let id = entry.entryName
    if entry[.id]?.equals(EntryID.custom) == true {
      guard !isLast else { return nil }
      let message = "'\(EntryID.custom)' must be the last entry"
      return DatabaseViolation(
        entry: (index, id), detail: Failure.Violation(path: "/id", keyword: "order", message: message))
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
