/// A format of strings, stated as a pattern for JSON Schema, as a check, and in words.
public struct TextFormat: Sendable {
  /// A regular expression, as the keyword `pattern` of JSON Schema takes it.
  let pattern: String
  /// The maximum length in code points.
  let longest: Int
  /// What the text has to be, in words.
  let requirement: String
  /// Whether a text has the format; ``longest`` is checked separately.
  let matches: @Sendable (String) -> Bool

  /// Text with a character other than a space.
  static let visible = TextFormat(
    pattern: "[^ ]", longest: 256, requirement: "a JSON string with a character other than a space"
  ) { $0.contains { $0 != " " } }
}
