import CommandLineTool

/// Escapes text for a Markdown document, by the rules of CommonMark and GitHub Flavored Markdown.
enum MarkdownText {
  /// The text, escaped so that the rendered document shows it unchanged: no markup, no HTML, no control characters.
  /// An underscore within a word is not markup, so it is not escaped, and model ids stay readable.
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
      // At the start of a line, these are markup of headings and lists.
      case "#", "+", "-", "=": escaped += index == 0 ? "\\\(character)" : String(character)
      // After a number at the start of a line, these are markup of a numbered list.
      case ".", ")": escaped += index > 0 && index == leadingDigits ? "\\\(character)" : String(character)
      default: escaped.append(character)
      }
    }
    return escaped
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
