/// Options under one heading of the help.
public struct OptionGroup: Sendable {
  /// The heading in the help.
  public let title: String
  /// The options, in the order in which they are shown.
  public let options: [ToolOption]

  /// Makes a group of options.
  public init(_ title: String, _ options: [ToolOption]) {
    self.title = title
    self.options = options
  }

  /// The options that every tool has.
  public static let common = OptionGroup(
    "Common options",
    [
      ToolOption("pretty", "Indent the output by two spaces"),
      ToolOption("quiet", letter: "q", "Print only errors"),
      ToolOption("verbose", "Print details of what the tool does"),
      ToolOption("version", "Print the version and exit"),
      ToolOption("help", letter: "h", "Print this help and exit"),
    ])
}
