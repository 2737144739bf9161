/// A system call that failed.
public struct SystemError: Error, Sendable {
  /// What was being done: the name of the call or a short verb phrase.
  public let operation: String
  /// The value of `errno`.
  public let errorNumber: Int32

  /// Makes an error from a call's name and its `errno`.
  public init(operation: String, errorNumber: Int32) {
    self.operation = operation
    self.errorNumber = errorNumber
  }

  /// The system's own words for it, such as "No space left on device".
  public var reason: String { String(cString: strerror(errorNumber)) }
}
