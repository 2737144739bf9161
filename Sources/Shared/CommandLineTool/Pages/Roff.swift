import JSON
import Platform

extension String {
  /// The text with roff's special characters escaped, and hyphens that can be copied to a shell.
  var roff: String { replacing(["\\": "\\e", "-": "\\-"]) }

  /// The text as an input line that does not look like a roff request.
  var roffLine: String { hasPrefix(".") || hasPrefix("'") ? "\\&" + roff : roff }

  /// A paragraph as input lines: each sentence starts a new line, and `code` is bold. Lines have at most 80 bytes
  /// including escapes, as `man` linters expect, unless a word is longer.
  var roffParagraph: [String] {
    let layouts = [64, 56, 48, 40].lazy.map(roffLines(of:))
    return layouts.first { $0.allSatisfy { $0.utf8.count <= 80 } } ?? roffLines(of: 40)
  }

  /// The input lines, each with at most this many columns before characters are escaped.
  private func roffLines(of columns: Int) -> [String] {
    let text = sentences.flatMap { $0.wrapped(to: columns) }.joined(separator: "\n")
    return text.boldCode.split(separator: "\n").map(String.init)
  }

  private var boldCode: String {
    split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).roffLine }
      let text = lines.joined(separator: "\n")
      return index.isMultiple(of: 2) ? text : "\\fB\\%" + text + "\\fR"
    }.joined()
  }
}

extension [String] {
  /// Paragraphs as input lines.
  var roffParagraphs: [String] {
    flatMap { [".Pp"] + $0.roffParagraph }.dropFirst().map { $0 }
  }
}
