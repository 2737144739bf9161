/// The error of a conversion that must not be used: see ``Swift/Int/init(_:)-(Double)``.
public enum UncheckedConversion: Error {}

// `Int(x)` of the standard library traps when `x` is not finite or too large, and a document can contain such numbers.
// The initializers below have the same signature. So with this module imported, `Int(x)` of a floating-point number is
// ambiguous, and does not compile. Use `Int(exactly:)`, `Int(truncating:)` or `Int(saturating:)`.

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
  /// Unavailable: see above.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
  /// Unavailable: see above.
  public init(_ number: Float) throws(UncheckedConversion) { self = 0 }
}

extension UInt {
  /// Unavailable: see above.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension Int64 {
  /// Unavailable: see above.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension UInt64 {
  /// Unavailable: see above.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension Int32 {
  /// Unavailable: see above.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension UInt32 {
  /// Unavailable: see above.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}
