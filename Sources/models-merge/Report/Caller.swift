import ModelSpec
import Platform

/// The program that runs models-merge. Hints name its variables, arguments or options.
enum Caller: String {
  case shell, make, mcp

  /// The environment variable that names the caller.
  static let variable = "MODELS_MERGE_CALLER"

  /// The caller of this run.
  static let current = environment(variable).flatMap(Caller.init) ?? .shell

  /// Whether a command line takes the place of a stage's tool. Make has it in a variable with the stage's name.
  func replaces(_ stage: String) -> Bool {
    self == .make && Stage(rawValue: stage) != nil && environment(stage.uppercased())?.isEmpty == false
  }
}
