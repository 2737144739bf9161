/// How many steps may still be taken, so that no schema and no value can keep a tool busy for ever.
public struct StepBudget: Sendable {
  /// The steps that are left.
  public private(set) var steps: Int

  /// The steps that checking one value may take. A step takes 10 to 40 ns, so that is less than a second; checking an
  /// entry takes under a hundred steps.
  public static let usual = 20_000_000

  /// Makes a budget.
  public init(steps: Int = StepBudget.usual) { self.steps = steps }

  /// Takes some steps.
  ///
  /// - Throws: ``StepLimitReached`` when there are not so many left.
  @inline(__always)
  public mutating func take(_ count: Int) throws(StepLimitReached) {
    guard count <= steps else {
      steps = 0
      throw StepLimitReached()
    }
    steps &-= count
  }
}

/// Checking takes more steps than it may: the answer is unknown.
public struct StepLimitReached: Error {}
