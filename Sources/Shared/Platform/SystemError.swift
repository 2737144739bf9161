/// A system call that failed.
public struct SystemError: Error, Sendable {
  /// The value of `errno`.
  public let errorNumber: Int32

  /// Makes an error from the `errno` of the call.
  public init(_ errorNumber: Int32) { self.errorNumber = errorNumber }

  /// The system's own words for it, such as "No space left on device".
  public var reason: String { String(cString: strerror(errorNumber)) }
}
