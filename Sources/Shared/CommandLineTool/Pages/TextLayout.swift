extension String {
  /// The text in lines of at most `width` characters, broken between words. A longer word is a line by itself.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// The sentences of a paragraph. A word that ends with `.`, `!` or `?` ends a sentence.
  var sentences: [String] {
    var sentences: [String] = []
    var current = ""
    for word in split(separator: " ") {
      current += current.isEmpty ? String(word) : " " + word
      if let last = word.last, ".!?".contains(last) {
        sentences.append(current)
        current = ""
      }
    }
    return current.isEmpty ? sentences : sentences + [current]
  }

  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// The text with each character that is a key replaced by the key's value.
  func replacing(_ replacements: [Character: String]) -> String {
    var result = ""
    for character in self {
      if let replacement = replacements[character] { result += replacement } else { result.append(character) }
    }
    return result
  }
}
