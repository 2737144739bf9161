import JSONSchema
import ModelSpec

/// One thing that is wrong with a database.
struct DatabaseFinding {
  /// The entry that it is about, counted from 0, with its id; nil when it is about the file.
  var entry: (index: Int, id: String?)?
  /// The violation, with a path that begins at the entry, or at the file.
  var detail: Failure.Detail
  /// Whether it is about an id that stays as it is, whatever it looks like.
  var isAboutKeptID = false

  /// How messages name the entry: by its number, from 1 as people count, and by its id.
  private var label: String {
    guard let entry else { return "" }
    return "entry \(entry.index + 1)" + (entry.id.map { " ('\($0)')" } ?? "") + ": "
  }

  /// The violation as a failure lists it: with a path that begins at the file.
  var located: Failure.Detail {
    let path = (entry.map { "/models/\($0.index)" } ?? "") + detail.path
    return Failure.Detail(path: path, keyword: detail.keyword, message: label + detail.message)
  }

  /// The violation as its own line: entry, field and what is wrong.
  var line: String {
    let subject = entry.map { $0.id ?? "entry \($0.index + 1)" }
    let field = JSONPointer.tokens(detail.path).map { $0.joined(separator: ".") }
    return [subject, field, detail.message].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

/// What is wrong with a database.
struct DatabaseFindings {
  var errors: [DatabaseFinding] = []
  var warnings: [DatabaseFinding] = []
  /// How many entries there are.
  var entryCount = 0

  /// Warnings taken for errors, but for those about ids that stay as they are.
  var strict: DatabaseFindings {
    var strict = self
    strict.errors += warnings.filter { !$0.isAboutKeptID }
    strict.warnings = warnings.filter(\.isAboutKeptID)
    return strict
  }

  /// How many entries some findings are about.
  static func entries(of findings: [DatabaseFinding]) -> Int { Set(findings.compactMap { $0.entry?.index }).count }

  /// What was found, in numbers.
  var summary: String {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(number == 1 ? noun : noun == "entry" ? "entries" : noun + "s")"
    }
    let parts = [("error", errors), ("warning", warnings)].filter { !$1.isEmpty }.map { noun, findings in
      "\(count(findings.count, noun)) in \(count(DatabaseFindings.entries(of: findings), "entry"))"
    }
    return "\(count(entryCount, "entry")): " + (parts.isEmpty ? "nothing to report" : parts.joined(separator: ", "))
  }
}
