import CommandLineTool

/// Text from outside in a Markdown document, after CommonMark and GitHub's extensions.
enum MarkdownText {
  /// The text, escaped so that a reader of the document sees it as it is: no markup, no HTML, no control characters.
  /// An underscore within a word marks nothing up, so that the ids of models stay readable.
  static func escaping(_ text: String) -> String {
    let characters = Array(text.escapingControlCharacters())
    let leadingDigits = characters.prefix(while: \.isNumber).count
    var escaped = ""
    for (index, character) in characters.enumerated() {
      let isWithinWord =
        index > 0 && index + 1 < characters.count && isWord(characters[index - 1]) && isWord(characters[index + 1])
      switch character {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "_" where isWithinWord: escaped.append(character)
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$": escaped += "\\\(character)"
      // These mark something up at the start of a line alone: headings, lists.
      case "#", "+", "-", "=": escaped += index == 0 ? "\\\(character)" : String(character)
      // And a number before these is one of a list.
      case ".", ")": escaped += index > 0 && index == leadingDigits ? "\\\(character)" : String(character)
      default: escaped.append(character)
      }
    }
    return escaped
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
