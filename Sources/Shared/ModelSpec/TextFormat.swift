/// A format of strings: as a pattern for JSON Schema, as a check, and in words.
public struct TextFormat: Sendable {
  /// A regular expression of JSON Schema.
  let pattern: String
  /// The maximum number of characters.
  let longest: Int
  /// What the text has to be, in words.
  let requirement: String
  /// Whether a text matches.
  let matches: @Sendable (String) -> Bool

  /// Text that is more than spaces.
  static let visible = TextFormat(pattern: "[^ ]", longest: 256, requirement: "a JSON string that is more than spaces")
  {
    $0.contains { $0 != " " }
  }

  /// Makes a format.
  init(pattern: String, longest: Int, requirement: String, matches: @escaping @Sendable (String) -> Bool) {
    self.pattern = pattern
    self.longest = longest
    self.requirement = requirement
    self.matches = matches
  }
}
