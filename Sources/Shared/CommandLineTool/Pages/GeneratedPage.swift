/// The documents that are generated from the description of a tool.
///
/// Every tool prints them with `--generate NAME`, which the help does not list. `make pages` writes them to files.
enum GeneratedPage: String {
  case man, markdown, bash, zsh, fish

  /// The document that the command line `--generate NAME` asks for; nil for other command lines.
  static func text(for tool: ToolDescription, arguments: [String]) -> String? {
    guard arguments.count == 2, arguments[0] == "--generate" else { return nil }
    return GeneratedPage(rawValue: arguments[1])?.text(for: tool) ?? tool.generated[arguments[1]]?()
  }

  private func text(for tool: ToolDescription) -> String {
    switch self {
    case .man: tool.manualPage
    case .markdown: tool.markdownPage
    case .bash: tool.bashCompletion
    case .zsh: tool.zshCompletion
    case .fish: tool.fishCompletion
    }
  }
}
