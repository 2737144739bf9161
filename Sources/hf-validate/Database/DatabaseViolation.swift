import JSONSchema
import ModelSpec

/// One violation of a database.
struct DatabaseViolation {
  /// The index of the entry, from 0, and its id; nil when it is about the file.
  var entry: (index: Int, id: String?)?
  /// The violation, with a path from the entry, or from the file.
  var detail: Failure.Violation
  /// Whether it is about an existing id, which is never changed.
  var isAboutKeptID = false

  /// The entry in messages: its number, from 1, and its id.
  private var label: String {
    guard let entry else { return "" }
    return "entry \(entry.index + 1)" + (entry.id.map { " ('\($0)')" } ?? "") + ": "
  }

  /// The violation with a path from the file, as in a failure.
  var located: Failure.Violation {
    let path = (entry.map { "/models/\($0.index)" } ?? "") + detail.path
    return Failure.Violation(path: path, keyword: detail.keyword, message: label + detail.message)
  }

  /// The text of the violation on a line: entry, field and message.
  var text: String {
    let subject = entry.map { $0.id ?? "entry \($0.index + 1)" }
    let field = JSONPointer.tokens(detail.path).map { $0.joined(separator: ".") }
    return [subject, field, detail.message].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

/// The violations of a database.
struct DatabaseViolations {
  var errors: [DatabaseViolation] = []
  var warnings: [DatabaseViolation] = []
  /// The number of entries.
  var entryCount = 0

  /// The same with warnings as errors, except those about existing ids.
  var strict: DatabaseViolations {
    var strict = self
    strict.errors += warnings.filter { !$0.isAboutKeptID }
    strict.warnings = warnings.filter(\.isAboutKeptID)
    return strict
  }

  /// The number of entries with violations.
  static func entries(of violations: [DatabaseViolation]) -> Int {
    Set(violations.compactMap { $0.entry?.index }).count
  }

  /// The numbers of entries, errors and warnings, in words.
  var summary: String {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(number == 1 ? noun : noun == "entry" ? "entries" : noun + "s")"
    }
    let parts = [("error", errors), ("warning", warnings)].filter { !$1.isEmpty }.map { noun, violations in
      "\(count(violations.count, noun)) in \(count(DatabaseViolations.entries(of: violations), "entry"))"
    }
    return "\(count(entryCount, "entry")): " + (parts.isEmpty ? "nothing to report" : parts.joined(separator: ", "))
  }
}
