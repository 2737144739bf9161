import Platform

/// The program that runs the tools. Hints name its variables or arguments instead of options.
public enum Caller: String, Sendable {
  case shell, make, mcp

  /// The environment variable that names the caller.
  public static let variable = "IMPORT_CALLER"

  /// The variable and its meaning, for the page of each tool.
  public static let documentation = (
    name: variable,
    meaning: "`make` or `mcp`: hints name the variables of make, or the arguments of MCP tools, instead of options."
  )

  /// The caller of this run.
  public static let current = environment(variable).flatMap(Caller.init) ?? .shell

  /// The options of the earlier stages that hints name, and the variables that make has for them.
  private static let variables = [
    ("--params ", "PARAMS="), ("--context ", "CONTEXT="), ("--set ", "SET="), ("--text-only", "TEXT_ONLY=1"),
  ]

  /// A hint with the variables of make, if make is the caller.
  public func terms(of hint: String) -> String {
    guard self == .make else { return hint }
    return Caller.variables.reduce(hint) { text, row in text.replacing(row.0, with: row.1) }
  }
}
