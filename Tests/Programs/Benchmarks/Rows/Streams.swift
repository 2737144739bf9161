import CommandLineTool
import Streams

extension Bench {
  /// The memory that a long stream takes, as one pipeline of both filters.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func memory() throws(ToolError) -> [Finding] {
    let piece = count(10_000)
    let total = count(1_000_000)
    let source = Command.shell(
      "i=0; while [ $i -lt $1 ]; do cat \"$2\"; i=$((i + 1)); done",
      ["\(total.number / piece.number)", try inputs.snapshots(piece.number)])
    let usages = try runner.run(pipeline: [source, tool("hf-transform"), tool("hf-validate")])
    let goal = Goal.limit(16 * 1_048_576, aim: 8 * 1_048_576)
    return zip(["hf-transform", "hf-validate"], usages.dropFirst()).map { name, usage in
      Finding(
        work: "\(name), a stream of \(total.text) documents", aspect: .memory, ours: Double(usage.peakBytes), peer: "",
        goal: goal)
    }
  }

  /// What a second worker brings.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func jobs() throws(ToolError) -> [Finding] {
    guard FilterPipeline.coreCount > 1 else { return [] }
    return try jobs("hf-transform", on: try inputs.snapshots(count(10_000).number))
      + jobs("hf-validate", on: try inputs.entries(count(100_000).number))
  }

  private func jobs(_ name: String, on file: String) throws(ToolError) -> [Finding] {
    var single = contestant(tool(name, ["--jobs", "1"], input: file))
    try repeatUntilLongEnough(&single)
    let input = try inputs.repeated(file, times: single.repetitions)
    let samples = try runner.alternate(
      ["1", "2"].map { contestant(tool(name, ["--jobs", $0], input: input)) })
    return [
      Finding(
        work: "\(name) with two jobs", ours: samples[1].wallSeconds, peer: "the same with one",
        theirs: samples[0].wallSeconds, goal: .timesFaster(1.6, aim: 1.8)),
      Finding(
        work: "\(name) with two jobs", aspect: .processorTime, ours: samples[1].processorSeconds,
        peer: "the same with one", theirs: samples[0].processorSeconds, goal: .timesTheCost(nil)),
    ]
  }
}
