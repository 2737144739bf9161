import CommandLineTool
import JSON
import JSONSchema
import ModelSpec
import Streams

/// Reports what is wrong with a database, a line a violation with file and line number, as compilers do.
struct DatabaseReport {
  let findings: DatabaseFindings
  let database: JSONElement
  let entries: [JSONElement]
  let output: FilterOutput

  /// Finds the entries of a database.
  init(_ findings: DatabaseFindings, of database: JSONElement, models: JSONElement, to output: FilterOutput) {
    self.findings = findings
    self.database = database
    self.output = output
    entries = Array(models.elements)
  }

  /// Writes every error; of warnings the first one of each entry, unless all are asked for; and a summary.
  func writeLines(allWarnings: Bool) {
    for finding in findings.errors { output.report(.error, at: place(of: finding), finding.line) }
    var counts: [Int: Int] = [:]
    for finding in findings.warnings { counts[finding.entry?.index ?? -1, default: 0] += 1 }
    for finding in findings.warnings {
      let count = counts[finding.entry?.index ?? -1] ?? 0
      guard allWarnings || count > 0 else { continue }
      counts[finding.entry?.index ?? -1] = 0
      let more = allWarnings || count < 2 ? "" : " (and \(count - 1) more; --verbose shows them)"
      output.report(.warning, at: place(of: finding), finding.line + more)
    }
    if !findings.errors.isEmpty || !findings.warnings.isEmpty { output.note(findings.summary) }
  }

  /// Writes every finding as a workflow command of GitHub's, which shows it beside the line.
  ///
  /// Source: GitHub's documentation, "Workflow commands for GitHub Actions".
  func writeAnnotations(file: String?) {
    for (command, list) in [("error", findings.errors), ("warning", findings.warnings)] {
      for finding in list {
        let properties = [
          file.map { ("file", $0) }, ("line", "\(place(of: finding).line)"),
          ("title", finding.entry?.id ?? "database"),
        ]
        let text = properties.compactMap { $0 }.map { "\($0)=\(DatabaseReport.escape($1, isProperty: true))" }
        output.documents.append(text: "::\(command) \(text.joined(separator: ","))::")
        output.documents.append(text: DatabaseReport.escape(finding.line, isProperty: false) + "\n")
      }
    }
  }

  /// The place of the value that a finding is about, or of what holds it where the value is missing.
  private func place(of finding: DatabaseFinding) -> TextPosition {
    var value = database
    if let index = finding.entry?.index, entries.indices.contains(index) { value = entries[index] }
    for token in JSONPointer.tokens(finding.detail.path) ?? [] {
      guard let next = JSONPointer.child(of: value, token: token) else { break }
      value = next
    }
    return output.position(of: value) ?? .start
  }

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
