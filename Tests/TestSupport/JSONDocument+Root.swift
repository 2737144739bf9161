public import JSON

extension JSONDocument {
  /// The outermost value. The document is never released, so that a test can keep values as long as it likes.
  public var root: JSONElement {
    _ = Unmanaged.passRetained(self)
    return unsafeRoot
  }
}
