import JSON
import Platform

/// The documents that are made from a tool's description, so that they cannot differ from what the tool does.
///
/// Every tool prints its own with the undocumented `--generate KIND`; `make pages` writes them all where they belong.
enum GeneratedPage: String, CaseIterable {
  case man, markdown, bash, zsh, fish

  /// The text that a command line asks for: `--generate` and its kind alone.
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
