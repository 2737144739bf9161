/// The remaining limits for all patterns of a schema together, so that many patterns cannot use more time or memory
/// than one.
struct PatternAllowance {
  /// The steps of building automata. All of them take about a second.
  var automatonSteps = 20_000_000
  /// The states of automata, each of about 500 bytes.
  var automatonStates = 100_000
  /// The instructions of patterns without an automaton.
  var instructions = 1_000_000
}
