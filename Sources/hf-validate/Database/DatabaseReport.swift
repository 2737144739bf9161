import CommandLineTool
import JSON
import JSONSchema
import ModelSpec
import Streams

/// Reports the violations of a database: one per line, with file and line number as compilers print them.
struct DatabaseReport {
  let violations: DatabaseViolations
  let database: JSONElement
  let entries: [JSONElement]
  let output: FilterOutput

  init(_ violations: DatabaseViolations, of database: JSONElement, models: JSONElement, to output: FilterOutput) {
    self.violations = violations
    self.database = database
    self.output = output
    entries = Array(models.elements)
  }

  /// Writes all errors, the first warning of each entry (or all warnings, if `allWarnings` is true), and a summary.
  func writeLines(allWarnings: Bool) {
    for violation in violations.errors { output.report(.error, at: location(of: violation), violation.text) }
    var counts: [Int: Int] = [:]
    for violation in violations.warnings { counts[violation.entry?.index ?? -1, default: 0] += 1 }
    for violation in violations.warnings {
      let count = counts[violation.entry?.index ?? -1] ?? 0
      guard allWarnings || count > 0 else { continue }
      counts[violation.entry?.index ?? -1] = 0
      let more = allWarnings || count < 2 ? "" : " (and \(count - 1) more; --verbose shows them)"
      output.report(.warning, at: location(of: violation), violation.text + more)
    }
    if !violations.errors.isEmpty || !violations.warnings.isEmpty { output.note(violations.summary) }
  }

  /// Writes every violation as a workflow command, which GitHub shows as an annotation of a line of `file`. The file is
  /// nil for standard input.
  ///
  /// Source: GitHub's documentation, "Workflow commands for GitHub Actions".
  func writeAnnotations(file: String?) {
    for (command, list) in [("error", violations.errors), ("warning", violations.warnings)] {
      for violation in list {
        let properties = [
          file.map { ("file", $0) }, ("line", "\(location(of: violation).line)"),
          ("title", violation.entry?.id ?? "database"),
        ]
        let text = properties.compactMap { $0 }.map { "\($0)=\(DatabaseReport.escape($1, isProperty: true))" }
        output.documents.append(text: "::\(command) \(text.joined(separator: ","))::")
        output.documents.append(text: DatabaseReport.escape(violation.text, isProperty: false) + "\n")
      }
    }
  }

  /// The maximum number of members and elements that are searched to find the positions of all violations.
  private static let maximumSearchedMembers = 50_000_000

  /// The position of the value that a violation is about. If the value is missing, or if finding it takes seconds
  /// because very many violations are in a large object, the position is that of the object or array around it.
  private func location(of violation: DatabaseViolation) -> TextPosition {
    var value = database
    if let index = violation.entry?.index, entries.indices.contains(index) { value = entries[index] }
    for token in JSONPointer.tokens(violation.detail.path) ?? [] {
      guard violations.count * value.maximumCount <= DatabaseReport.maximumSearchedMembers else { break }
      guard let next = JSONPointer.child(of: value, token: token) else { break }
      value = next
    }
    return output.position(of: value) ?? .start
  }

  /// A text as GitHub's workflow commands need it: in a property, colons and commas are escaped too.
  private static func escape(_ text: String, isProperty: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where isProperty: escaped += "%3A"
      case "," where isProperty: escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
