import JSON
import Platform

extension ToolDescription {
  /// The page for `docs/`, in Markdown.
  var markdownPage: String {
    let blocks = [introduction] + details + [optionTables, table("Environment", "Variable", environmentRows)]
    let ending = [table("Files", "File", fileRows), table("Exit status", "Status", exitStatuses), exampleBlocks]
    return (blocks + ending).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var introduction: String {
    """
    <!-- Made by '\(name) --generate markdown': edit the tool's description instead. -->
    # \(name)

    \(summary.capitalizedFirst).

    ```
    \(synopsis.map { "\(name) \($0)" }.joined(separator: "\n"))
    ```
    """
  }

  private var optionTables: String {
    "## Options\n\n"
      + groups.map { group in
        let rows = group.options.map { ($0.synopsis, sentences(about: $0)) }
        return markdownTable(group.title, rows)
      }.joined(separator: "\n\n")
  }

  private var environmentRows: [(String, String)] { environment.map { ($0.name, $0.meaning) } }

  private var fileRows: [(String, String)] { files.map { ($0.path, $0.meaning) } }

  private var exampleBlocks: String {
    let blocks = examples.map { "\($0.purpose.capitalizedFirst):\n\n```sh\n\($0.command)\n```" }
    return (["## Examples"] + blocks).joined(separator: "\n\n")
  }

  private func table(_ title: String, _ column: String, _ rows: [(String, String)]) -> String {
    rows.isEmpty ? "" : "## \(title)\n\n" + markdownTable(column, rows)
  }

  private func markdownTable(_ column: String, _ rows: [(String, String)]) -> String {
    let lines = rows.map { "| `\($0.0)` | \($0.1.replacing(["|": "\\|"])) |" }
    return (["| \(column) | |", "|---|---|"] + lines).joined(separator: "\n")
  }
}
