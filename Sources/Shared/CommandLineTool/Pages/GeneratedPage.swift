/// The documents that are made from a tool's description, so that they cannot differ from what the tool does.
///
/// Every tool prints its own with the undocumented `--generate KIND`; `make pages` writes them all to `docs/`.
enum GeneratedPage: String, CaseIterable {
  case man, markdown, bash, zsh, fish

  /// The page that a command line asks for: `--generate` and its kind alone.
  init?(arguments: [String]) {
    guard arguments.count == 2, arguments[0] == "--generate" else { return nil }
    self.init(rawValue: arguments[1])
  }

  /// The page of a tool.
  func text(for tool: ToolDescription) -> String {
    switch self {
    case .man: tool.manualPage
    case .markdown: tool.markdownPage
    case .bash: tool.bashCompletion
    case .zsh: tool.zshCompletion
    case .fish: tool.fishCompletion
    }
  }
}
