/// A system call that failed.
public struct SystemError: Error, Sendable {
  /// The value of `errno`.
  public let errorNumber: Int32

  /// Makes an error from the value of `errno`.
  public init(_ errorNumber: Int32) { self.errorNumber = errorNumber }

  /// The system's message for the error, such as "No space left on device".
  public var reason: String { String(cString: strerror(errorNumber)) }
}
