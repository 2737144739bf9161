import JSON
import JSONSchema
import ModelSpec

/// Checks a whole database: its entries, duplicate ids and keys, and the order.
struct DatabaseChecker {
  private var entryChecker: EntryChecker

  init(_ program: SchemaProgram) { entryChecker = EntryChecker(program) }

  /// The entries of a database; nil for another document.
  static func entries(of document: JSONElement) -> JSONElement? {
    guard let models = document[.models], models.isArray else { return nil }
    return models
  }

  /// The key of an array of objects in a document that is neither a database nor an entry: probably a database with a
  /// wrong key. Nil when there is no such array.
  static func misnamedList(of document: JSONElement) -> String? {
    guard document.isObject, document[.models] == nil, document[.id] == nil, document[.hfModelID] == nil else {
      return nil
    }
    let lists = document.members.filter { $0.value.isArray && $0.value.elements.contains { $0.isObject } }
    return lists.first?.key.string
  }

  /// All violations of a database.
  mutating func violations(_ database: JSONElement, models: JSONElement) -> DatabaseViolations {
    var violations = DatabaseViolations()
    var duplicateIDs = DuplicateIDs()
    var previous: (index: Int, parameters: ExactDecimal)?
    violations.entryCount = models.count
    for (index, entry) in models.elements.enumerated() {
      let found = entryChecker.violations(entry)
      let duplicates = duplicateIDs.violations(in: entry, at: index)
      let order = DatabaseChecker.orderViolation(entry, index, &previous, isLast: index == violations.entryCount - 1)
      if found.isEmpty, duplicates.isEmpty, order == nil { continue }
      let label = (index, entry[.id]?.string ?? entry[.hfModelID]?.string)
      // Existing ids are never rewritten, so an id that breaks the pattern does not make the file invalid.
      for detail in found.errors {
        let isAboutIDPattern = detail.keyword == "pattern" && detail.path == "/id"
        let violation = DatabaseViolation(entry: label, detail: detail, isAboutIDPattern: isAboutIDPattern)
        if isAboutIDPattern { violations.warnings.append(violation) } else { violations.errors.append(violation) }
      }
      violations.errors += duplicates.map { DatabaseViolation(entry: label, detail: $0) }
      violations.warnings += (found.warnings + [order].compactMap { $0 }).map {
        DatabaseViolation(entry: label, detail: $0)
      }
    }
    violations.errors += DuplicateKeys.details(in: database).map { DatabaseChecker.violation($0, models) }
    return violations
  }

  /// Converts a violation whose path starts at the database into one whose path starts at the entry.
  private static func violation(_ detail: Failure.Violation, _ models: JSONElement) -> DatabaseViolation {
    guard let tokens = JSONPointer.tokens(detail.path), tokens.count > 2, tokens[0] == "models",
      let index = Int(tokens[1]), let entry = models.elements.enumerated().first(where: { $0.offset == index })?.element
    else { return DatabaseViolation(detail: detail) }
    let path = tokens.dropFirst(2).map { "/" + JSONPointer.escape($0) }.joined()
    return DatabaseViolation(
      entry: (index, entry[.id]?.string ?? entry[.hfModelID]?.string),
      detail: Failure.Violation(path: path, keyword: detail.keyword, message: detail.message))
  }

  private static func orderViolation(
    _ entry: JSONElement, _ index: Int, _ previous: inout (index: Int, parameters: ExactDecimal)?, isLast: Bool
  ) -> Failure.Violation? {
    if entry[.id]?.equals(EntryID.custom) == true {
      if isLast { return nil }
      return Failure.Violation(path: "/id", keyword: "order", message: "'\(EntryID.custom)' must be the last entry")
    }
    guard let parameters = entry[.parametersBillions]?.decimal else { return nil }
    defer { previous = (index, parameters) }
    guard let previous, parameters < previous.parameters else { return nil }
    return Failure.Violation(
      path: "/parameters_billions", keyword: "order",
      message: "an entry with \(parameters) billion parameters must come before entry \(previous.index + 1), "
        + "which has \(previous.parameters) billion")
  }
}
