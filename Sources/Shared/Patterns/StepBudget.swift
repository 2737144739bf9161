/// A limit on the work of matching a pattern, or of everything that is done for one value: evaluating a schema, or
/// finding the modules that a quantization config names. So no pattern, schema or value can take endless time. The work
/// is counted in steps.
public struct StepBudget: Sendable {
  /// The steps that are left.
  public private(set) var steps: Int

  /// The default limit for one value. A step takes about 10 to 100 ns, so a value takes at most about two seconds.
  /// Checking a usual entry of a database takes under a hundred steps.
  public static let usual = 20_000_000

  /// Makes a budget with this number of steps.
  public init(steps: Int = StepBudget.usual) { self.steps = steps }

  /// Takes some steps.
  ///
  /// - Throws: ``StepLimitReached`` when fewer steps are left; then none are left.
  @inline(__always)
  public mutating func take(_ count: Int) throws(StepLimitReached) {
    guard count <= steps else {
      steps = 0
      throw StepLimitReached()
    }
    steps &-= count
  }
}

/// The step limit was reached, so the result is unknown.
public struct StepLimitReached: Error {}
