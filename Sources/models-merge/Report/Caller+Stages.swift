import CommandLineTool
import ModelSpec
import Platform

extension Caller {
  /// Whether a command line takes the place of a stage's tool. Make has it in a variable with the stage's name.
  func replaces(_ stage: String) -> Bool {
    self == .make && Stage(rawValue: stage) != nil && environment(stage.uppercased())?.isEmpty == false
  }
}
