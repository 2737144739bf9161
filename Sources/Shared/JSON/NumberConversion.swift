/// The error of a conversion that must not be used: see ``Swift/Int/init(_:)-(Double)``.
public enum UncheckedConversion: Error {}

// The standard library's `Int(x)` ends the process when `x` is not finite or does not fit, and numbers of a document
// can be either. The initializers below have its signature and throw, so that with this module imported `Int(x)` of a
// floating-point number is ambiguous and does not compile. `Int(exactly:)`, `Int(truncating:)` and `Int(saturating:)`
// do.

extension FixedWidthInteger {
  /// The number without its fraction, or nil when it is not finite or does not fit.
  @inlinable
  public init?(truncating number: Double) { self.init(exactly: number.rounded(.towardZero)) }

  /// The number without its fraction; the nearest limit when it does not fit, and 0 for NaN.
  @inlinable
  public init(saturating number: Double) {
    if let value = Self(truncating: number) {
      self = value
    } else {
      self = number > 0 ? .max : number < 0 ? .min : 0
    }
  }
}

extension Int {
  /// Makes the conversion that can end the process impossible to write.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
  /// Makes the conversion that can end the process impossible to write.
  public init(_ number: Float) throws(UncheckedConversion) { self = 0 }
}

extension UInt {
  /// Makes the conversion that can end the process impossible to write.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension Int64 {
  /// Makes the conversion that can end the process impossible to write.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension UInt64 {
  /// Makes the conversion that can end the process impossible to write.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension Int32 {
  /// Makes the conversion that can end the process impossible to write.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension UInt32 {
  /// Makes the conversion that can end the process impossible to write.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}
