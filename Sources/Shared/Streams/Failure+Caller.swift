import CommandLineTool
public import ModelSpec

extension Failure {
  /// The failure with a hint in the terms of the caller, as it is written to a stream or a report.
  public var inTermsOfCaller: Failure {
    guard Caller.current != .shell, let hint else { return self }
    var failure = self
    failure.hint = Caller.current.terms(of: hint)
    return failure
  }
}
