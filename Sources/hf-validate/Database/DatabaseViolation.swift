import JSON
import JSONSchema
import ModelSpec

/// One violation of a database.
struct DatabaseViolation {
  /// The index of the entry, from 0, and its id, else its `hf_model_id`; nil for a violation about the whole file.
  var entry: (index: Int, id: String?)?
  /// What is wrong, and where. The path starts at the entry; without an entry, at the database.
  var detail: Failure.Violation
  /// Whether an id does not match the pattern. Existing ids are never rewritten, so this is never an error.
  var isAboutIDPattern = false

  /// The start of a message: the number of the entry, from 1, and its id; empty without an entry.
  private var label: String {
    guard let entry else { return "" }
    return "entry \(entry.index + 1)" + (entry.id.map { " ('\($0)')" } ?? "") + ": "
  }

  /// The violation as a failure lists it: its path starts at the database, and its message names the entry.
  var located: Failure.Violation {
    let path = (entry.map { "/models/\($0.index)" } ?? "") + detail.path
    return Failure.Violation(path: path, keyword: detail.keyword, message: label + detail.message)
  }

  /// The violation as one line of text: the entry and the field, if there are any, and the message.
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
  /// The number of entries in the database.
  var entryCount = 0

  /// The number of errors and warnings.
  var count: Int { errors.count + warnings.count }

  /// The violations under `--strict`: warnings are errors, except those about ids that do not match the pattern.
  var strict: DatabaseViolations {
    var strict = self
    strict.errors += warnings.filter { !$0.isAboutIDPattern }
    strict.warnings = warnings.filter(\.isAboutIDPattern)
    return strict
  }

  /// The number of entries that these violations are about.
  static func entries(of violations: [DatabaseViolation]) -> Int {
    Set(violations.compactMap { $0.entry?.index }).count
  }

  /// The numbers of entries, errors and warnings, in words.
  var summary: String {
    let parts = [("error", errors), ("warning", warnings)].filter { !$1.isEmpty }.map { noun, violations in
      let entries = DatabaseViolations.entries(of: violations).counting("entry", "entries")
      return "\(violations.count.counting(noun)) in \(entries)"
    }
    let findings = parts.isEmpty ? "nothing to report" : parts.joined(separator: ", ")
    return "\(entryCount.counting("entry", "entries")): \(findings)"
  }
}
