import CommandLineTool

extension Bench {
  /// What it costs to start a tool, beside the smallest program there is and beside jq.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func startUp() throws(ToolError) -> [Finding] {
    let names = ToolDescription.toolNames
    var commands = names.map { Command("\(tools)/\($0)", ["--version"]) } + [Command("true")]
    if let jq = peers.jq { commands.append(Command(jq, ["-n", "1"])) }
    // A start takes about a millisecond: many of them make up for what the scheduler adds to one.
    let samples = try runner.alternate(commands.map { Contestant(command: $0, rounds: scale.rounds * 20) })
    let smallest = samples[names.count].wallSeconds
    let jq = peers.jq == nil ? nil : samples.last?.wallSeconds
    return names.enumerated().flatMap { index, name in
      let ours = samples[index].wallSeconds
      // Only the filters are started once per model; hf-fetch is shown beside them.
      let isFilter = name != "hf-fetch"
      return [
        Finding(
          work: "start of \(name)", ours: ours, peer: "`true`", theirs: smallest,
          goal: isFilter ? .timesTheCost(3, aim: 1.3) : .timesTheCost(nil)),
        Finding(
          work: "start of \(name)", ours: ours, peer: "`jq -n 1`", theirs: jq,
          goal: isFilter ? .timesTheCost(0.15) : .timesTheCost(nil)),
      ]
    }
  }
}
