import CommandLineTool

/// One side of a comparison.
struct Contestant {
  /// What it runs.
  let command: Command
  /// How many samples to take.
  var rounds: Int
  /// How many runs make up a sample.
  var repetitions = 1
  /// Whether to run it once before the first sample, so that its program and input are in memory.
  var warmsUp = true
  /// What has to be done before each run, outside the measurement.
  var prepare: () throws(ToolError) -> Void = {}
}
