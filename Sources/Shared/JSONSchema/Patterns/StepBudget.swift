/// The number of steps that are left, so that no schema or value can run without end.
public struct StepBudget: Sendable {
  /// The steps that are left.
  public private(set) var steps: Int

  /// The default limit for one value. A step takes 10 to 100 ns, so a value takes at most two seconds. Checking an
  /// entry takes under a hundred steps.
  public static let usual = 20_000_000

  /// Makes a budget.
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

/// The step limit is reached; the result is unknown.
public struct StepLimitReached: Error {}
