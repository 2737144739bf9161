/// What the patterns of a schema may still use together. It limits the time and memory that a schema with many patterns
/// takes.
public struct PatternAllowance {
  /// The steps left for building automata. The initial number takes about a second.
  var automatonSteps = 20_000_000
  /// How many states of automata can still be made. A state takes about 500 bytes.
  var automatonStates = 100_000
  /// The instructions left for patterns without an automaton.
  var instructions = 1_000_000

  /// The limits for a schema.
  public init() {}
}
