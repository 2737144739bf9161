import Platform

/// Who runs the tool: what to do next is said in the words that this caller understands.
enum Caller: String {
  case shell, make, mcp

  /// The variable by which a caller says who it is.
  static let variable = "MODELS_MERGE_CALLER"

  /// The caller of this run.
  static let current = environment(variable).flatMap(Caller.init) ?? .shell
}
