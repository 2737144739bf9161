import CommandLineTool
import Files
import JSON

extension Bench {
  /// One import into databases of three sizes, beside jq, which also inserts and sorts, and beside a bare parse.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func importing() throws(ToolError) -> [Finding] {
    try importing(into: 1_000, isGoal: false) + importing(into: 10_000, isGoal: false)
      + importing(into: 100_000, isGoal: true)
  }

  /// How the cost of an import grows with the database.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func growth() throws(ToolError) -> [Finding] {
    let (small, large) = (count(10_000), count(100_000))
    var contestants = [try importer(into: large.number), try importer(into: small.number)]
    for index in contestants.indices { try repeatUntilLongEnough(&contestants[index]) }
    let samples = try runner.alternate(contestants)
    let seconds = contestants.indices.map { samples[$0].wallSeconds / Double(contestants[$0].repetitions) }
    return [
      Finding(
        work: "a durable import, repeated, \(large.text) entries", ours: seconds[0],
        peer: "the same, \(small.text) entries",
        theirs: seconds[1], goal: .timesTheCost(11, aim: 9))
    ]
  }

  private func importing(into full: Int, isGoal: Bool) throws(ToolError) -> [Finding] {
    let count = count(full)
    let database = try inputs.database(count.number)
    var contestants = [try importer(into: count.number)]
    if let jq = peers.jq {
      let command = Command.shell(
        "\"$1\" --slurpfile entry \"$2\" -f \"$3\" \"$4\" > \"$5.new\" && mv \"$5.new\" \"$5\"",
        [jq, try inputs.entries(1), peers.script("import.jq"), database, workspace.file("jq.json")])
      contestants.append(contestant(command, isSlow: full > 10_000))
    }
    if let python = peers.orjson {
      contestants.append(contestant(Command(python, [peers.script("load_orjson.py"), database])))
    }
    let samples = try runner.alternate(contestants)
    let ours = samples[0]
    let jq = peers.jq.map { _ in samples[1].wallSeconds }
    let loading = peers.orjson.map { _ in samples[samples.count - 1].processorSeconds }
    let work = "one durable import, \(count.text) entries"
    let size = FileStatus(path: database)?.size ?? 0
    return [
      Finding(
        work: work, ours: ours.wallSeconds, peer: "jq, inserting and sorting", theirs: jq,
        goal: isGoal ? .timesFaster(10, aim: 15) : .timesFaster(nil)),
      Finding(
        work: work, aspect: .processorTime, ours: ours.processorSeconds, peer: "Python `orjson.loads` of the file",
        theirs: loading, goal: isGoal ? .timesTheCost(0.6, aim: 0.4) : .timesTheCost(nil)),
      Finding(
        work: work, aspect: .memory, ours: ours.peakBytes, peer: "the file's size", theirs: Double(size),
        goal: isGoal ? .timesTheCost(1.4, aim: 1.2) : .timesTheCost(nil)),
    ]
  }

  /// models-merge, importing one entry into a database that is as it was before each run.
  private func importer(into count: Int) throws(ToolError) -> Contestant {
    let target = try ImportTarget(of: try inputs.database(count), in: workspace)
    let command = tool("models-merge", [target.path, "--force"], input: try inputs.entries(1))
    return Contestant(command: command, rounds: scale.rounds, prepare: target.restore)
  }

  /// Sets the number of runs in a sample so that each takes the least time that can be compared.
  func repeatUntilLongEnough(_ contestant: inout Contestant) throws(ToolError) {
    var trial = contestant
    trial.rounds = 3
    // Processor time, which does not depend on what else is running.
    let seconds = try runner.alternate([trial]).first?.processorSeconds ?? 0
    contestant.repetitions = max(1, Int(saturating: (scale.leastSeconds * 1.8 / max(seconds, 1e-6)).rounded(.up)))
  }
}
