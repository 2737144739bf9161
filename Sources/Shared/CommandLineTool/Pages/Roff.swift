extension String {
  /// The text with backslashes and hyphens escaped. An escaped hyphen is printed as an ASCII hyphen, so that
  /// options can be copied from the page to a shell.
  var roff: String { replacing(["\\": "\\e", "-": "\\-"]) }

  /// The escaped text as an input line. If it starts with `.` or `'`, `\&` is put before it, so that roff does not read
  /// it as a request.
  var roffLine: String { hasPrefix(".") || hasPrefix("'") ? "\\&" + roff : roff }

  /// A paragraph as input lines: each sentence starts a new line, and text in backquotes is bold. Lines have at most 80
  /// bytes with their escapes, as linters of manual pages expect, unless 40 characters of text take more.
  var roffParagraph: [String] {
    let layouts = [64, 56, 48, 40].lazy.map(roffLines(of:))
    return layouts.first { $0.allSatisfy { $0.utf8.count <= 80 } } ?? roffLines(of: 40)
  }

  /// The input lines, each with at most `width` characters before escapes are added.
  private func roffLines(of width: Int) -> [String] {
    let text = sentences.flatMap { $0.wrapped(to: width) }.joined(separator: "\n")
    return text.boldCode.split(separator: "\n").map(String.init)
  }

  /// The escaped text, with the parts in backquotes in bold. `\%` prevents hyphenation.
  private var boldCode: String {
    split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).roffLine }
      let text = lines.joined(separator: "\n")
      return index.isMultiple(of: 2) ? text : "\\fB\\%" + text + "\\fR"
    }.joined()
  }
}

extension [String] {
  /// Paragraphs as input lines, with `.Pp` between them.
  var roffParagraphs: [String] {
    flatMap { [".Pp"] + $0.roffParagraph }.dropFirst().map { $0 }
  }
}
