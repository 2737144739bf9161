import CommandLineTool
import ModelSpec
import Platform

extension Caller {
  /// Whether make runs another program instead of a stage's tool: then the variable with the stage's name, such as
  /// `FETCH`, is set.
  func replaces(_ stage: String) -> Bool {
    self == .make && Stage(rawValue: stage) != nil && environment(stage.uppercased())?.isEmpty == false
  }
}
