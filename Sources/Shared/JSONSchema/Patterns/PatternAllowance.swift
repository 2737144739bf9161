/// What the patterns of a schema may still take together, so that a hundred thousand of them are bounded like one.
struct PatternAllowance {
  /// The steps of building automata. All of them take about a second.
  var automatonSteps = 20_000_000
  /// The states of automata, each of about 500 bytes.
  var automatonStates = 100_000
  /// The instructions of patterns without an automaton.
  var instructions = 1_000_000
}
