import CommandLineTool
public import ModelSpec

extension Failure {
  /// The failure as it is written to streams and reports: its hint names what the ``Caller`` has instead of options,
  /// such as variables of make.
  public var inTermsOfCaller: Failure {
    guard Caller.current != .shell, let hint else { return self }
    var failure = self
    failure.hint = Caller.current.terms(of: hint)
    return failure
  }
}
