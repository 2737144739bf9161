/// The error type of the initializers without a label below, which must not be used. It is never thrown.
public enum UncheckedConversion: Error {}

// `Int(x)` of the standard library traps when `x` is not finite or too large, and a document can contain such numbers.
// The initializers without a label below take the same argument, and differ only in `throws`. So with this module
// imported, `Int(x)` of a floating-point number is ambiguous, and does not compile. Without `throws`, they would
// replace those of the standard library. Use `Int(exactly:)`, `Int(truncating:)` or `Int(saturating:)`.

extension FixedWidthInteger {
  /// The number without its fraction; nil when it is not finite or does not fit.
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
  /// Not to be called: it makes a conversion without a label ambiguous.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
  /// Not to be called: it makes a conversion without a label ambiguous.
  public init(_ number: Float) throws(UncheckedConversion) { self = 0 }
}

extension UInt {
  /// Not to be called: it makes a conversion without a label ambiguous.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension Int64 {
  /// Not to be called: it makes a conversion without a label ambiguous.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension UInt64 {
  /// Not to be called: it makes a conversion without a label ambiguous.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension Int32 {
  /// Not to be called: it makes a conversion without a label ambiguous.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}

extension UInt32 {
  /// Not to be called: it makes a conversion without a label ambiguous.
  public init(_ number: Double) throws(UncheckedConversion) { self = 0 }
}
