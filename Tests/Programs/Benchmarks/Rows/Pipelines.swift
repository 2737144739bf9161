import CommandLineTool

extension Bench {
  /// One model through all four stages, from a Hub on loopback, beside the official client's fetching the same
  /// documents.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func singleImport() throws(ToolError) -> [Finding] {
    let hub = try LoopbackHub(program: hub, models: models, workspace: workspace)
    defer { hub.stop() }
    let cache = workspace.file("cache")
    let environment = [("HF_ENDPOINT", hub.address), ("HF_HOME", cache)]
    let target = try ImportTarget(of: try inputs.database(count(1_000).number), in: workspace)
    let id = try firstModel()
    let pipeline = fourStages(id, from: hub, cache: cache, into: target)
    var contestants = [
      Contestant(command: pipeline, rounds: scale.rounds) { () throws(ToolError) in
        try target.restore()
        Workspace.removeDirectory(cache)
      }
    ]
    if let python = peers.officialClient {
      let command = Command(python, [peers.script("fetch_official.py"), id], environment: environment)
      contestants.append(
        Contestant(command: command, rounds: scale.rounds) { Workspace.removeDirectory(cache) })
    }
    let samples = try runner.alternate(contestants)
    return [
      Finding(
        work: "single import, loopback Hub, all four stages", ours: samples[0].wallSeconds, peer: "",
        goal: .limit(0.060, aim: 0.030)),
      Finding(
        work: "single import, loopback Hub, all four stages", ours: samples[0].wallSeconds,
        peer: "official Python client, fetching the two documents",
        theirs: samples.count > 1 ? samples[1].wallSeconds : nil, goal: .timesTheCost(1 / 6.0)),
    ]
  }

  /// The three later stages on a recorded snapshot, beside three processes that only copy.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func laterStages() throws(ToolError) -> [Finding] {
    let entries = count(1_000)
    let target = try ImportTarget(of: try inputs.database(entries.number), in: workspace)
    var stages = Command.shell(
      "\"$1/hf-transform\" | \"$1/hf-validate\" | \"$1/models-merge\" \"$2\" --force", [tools, target.path])
    stages.input = try inputs.snapshots(1)
    var copying = Command.shell("cat | cat | cat")
    copying.input = stages.input
    let rounds = scale.rounds * 5
    let samples = try runner.alternate([
      Contestant(command: stages, rounds: rounds, prepare: target.restore),
      Contestant(command: copying, rounds: rounds),
    ])
    return [
      Finding(
        work: "the three later stages, one snapshot into \(entries.text) entries", ours: samples[0].wallSeconds,
        peer: "`sh -c 'cat \\| cat \\| cat'`", theirs: samples[1].wallSeconds, goal: .timesTheCost(3, aim: 2))
    ]
  }

  /// The import of one model from a Hub on loopback.
  func fourStages(_ id: String, from hub: LoopbackHub, cache: String, into target: ImportTarget) -> Command {
    var pipeline = Command.shell(
      "\"$1/hf-fetch\" \"$2\" | \"$1/hf-transform\" | \"$1/hf-validate\" | \"$1/models-merge\" \"$3\" --force",
      [tools, id, target.path])
    pipeline.environment = [("HF_ENDPOINT", hub.address), ("HF_HOME", cache)]
    return pipeline
  }

  /// The id of the first of the models.
  ///
  /// - Throws: ``ToolError`` when their directory cannot be read.
  func firstModel() throws(ToolError) -> String {
    let organization = try entryNames(in: "\(models)/all").first ?? ""
    let name = try entryNames(in: "\(models)/all/\(organization)").first ?? ""
    return "\(organization)/\(name)"
  }
}
