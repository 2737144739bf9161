import JSON
import JSONSchema
import ModelSpec

/// Checks a whole database: its entries, duplicate ids and keys, and the order of the entries.
struct DatabaseChecker {
  private var entryChecker: EntryChecker

  /// The number of violations after which no further entries are checked, and the maximum number of duplicate keys that
  /// are reported. Two million violations would take 1.7 GB of memory.
  static let maximumViolations = 100_000

  init(_ program: SchemaProgram) { entryChecker = EntryChecker(program) }

  /// The array under `models` in a database; nil for another document.
  static func entries(of document: JSONElement) -> JSONElement? {
    guard let models = document[.models], models.isArray else { return nil }
    return models
  }

  /// Why a document that is probably meant to be a database is not one; nil for an entry, and for a value that
  /// contains neither `models` nor a list of objects.
  static func structuralViolation(of document: JSONElement) -> Failure.Violation? {
    if document.isArray {
      return Failure.Violation(
        path: "", keyword: "type",
        message: "a database is an object with its entries under 'models', and this file has an array")
    }
    guard document.isObject, document[.id] == nil, document[.hfModelID] == nil else { return nil }
    if document[.models] != nil {
      return Failure.Violation(path: "/models", keyword: "type", message: "must be an array of entries")
    }
    let lists = document.members.filter { $0.value.isArray && $0.value.elements.contains { $0.isObject } }
    guard let key = lists.first?.key.string else { return nil }
    return Failure.Violation(
      path: "", keyword: "required",
      message: "a database has its entries under 'models', and this file under '\(key)'")
  }

  /// All violations of a database with the entries `models`. After ``maximumViolations``, the remaining entries are not
  /// checked, which is reported as an error.
  mutating func violations(_ database: JSONElement, models: JSONElement) -> DatabaseViolations {
    var violations = DatabaseViolations()
    var duplicateIDs = DuplicateIDs()
    var order = EntryOrder()
    violations.entryCount = models.count
    for (index, entry) in models.elements.enumerated() {
      guard violations.count < DatabaseChecker.maximumViolations else {
        violations.errors.append(DatabaseChecker.unchecked(entry, at: index))
        break
      }
      var found = entryChecker.violations(entry)
      let duplicates = duplicateIDs.violations(in: entry, at: index)
      // A duplicate id is reported as an error, so a warning about the same id is left out.
      if duplicates.contains(where: { $0.path == "/id" }) { found.warnings.removeAll { $0.path == "/id" } }
      if let misplaced = order.violation(adding: entry, at: index, isLast: index == violations.entryCount - 1) {
        violations.warnings.append(misplaced)
      }
      if found.isEmpty, duplicates.isEmpty { continue }
      let label = (index, entry.entryName)
      // Existing ids are never rewritten, so an id that breaks the pattern does not make the file invalid.
      for detail in found.errors {
        let isAboutIDPattern = detail.keyword == "pattern" && detail.path == "/id"
        let violation = DatabaseViolation(entry: label, detail: detail, isAboutIDPattern: isAboutIDPattern)
        if isAboutIDPattern { violations.warnings.append(violation) } else { violations.errors.append(violation) }
      }
      violations.errors += duplicates.map { DatabaseViolation(entry: label, detail: $0) }
      violations.warnings += found.warnings.map { DatabaseViolation(entry: label, detail: $0) }
    }
    let entries = Array(models.elements)
    violations.errors += DuplicateKeys.details(in: database).prefix(DatabaseChecker.maximumViolations).map {
      DatabaseChecker.violation($0, entries)
    }
    return violations
  }

  /// The violation at the first entry that is not checked.
  private static func unchecked(_ entry: JSONElement, at index: Int) -> DatabaseViolation {
    DatabaseViolation(
      entry: (index, entry.entryName),
      detail: Failure.Violation(
        path: "", keyword: "limit",
        message: "this entry and all after it are not checked: the database has \(maximumViolations) violations"))
  }

  /// Converts a violation whose path starts at the database into one whose path starts at the entry.
  private static func violation(_ detail: Failure.Violation, _ entries: [JSONElement]) -> DatabaseViolation {
    guard let tokens = JSONPointer.tokens(detail.path), tokens.count > 2, tokens[0] == JSONKey.models.text.description,
      let index = Int(tokens[1]), entries.indices.contains(index)
    else { return DatabaseViolation(detail: detail) }
    let path = tokens.dropFirst(2).map { "/" + JSONPointer.escape($0) }.joined()
    return DatabaseViolation(
      entry: (index, entries[index].entryName),
      detail: Failure.Violation(path: path, keyword: detail.keyword, message: detail.message))
  }
}
