import CommandLineTool
import Platform

extension Bench {
  /// Many models from a Hub that is far away, beside what its latency alone would take.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func manyModels() throws(ToolError) -> [Finding] {
    let models = count(1_000)
    let (jobs, latencyMilliseconds) = (32, 30)
    let hub = try LoopbackHub(
      program: hub, models: self.models,
      options: ["--latency", "\(latencyMilliseconds)", "--repeat", "\(models.number)"], workspace: workspace)
    defer { hub.stop() }
    let cache = workspace.file("cache")
    var old = 0
    func setAside() {
      // Removing them would be felt: ext4 takes its time to give files just removed to new ones.
      rename(cache, workspace.file("cache.\(old)"))
      old += 1
    }
    let environment = [("HF_ENDPOINT", hub.address), ("HF_HOME", cache)]
    var discovery = tool("hf-fetch", ["--discover", "downloads", "--limit", "\(models.number)"])
    discovery.environment = environment
    discovery.output = workspace.file("models.ndjson")
    try runner.run(discovery)
    var command = tool("hf-fetch", ["--jobs", "\(jobs)"], input: discovery.output)
    command.environment = environment
    let requests = try requestCount(of: command)
    let samples = try runner.alternate([
      Contestant(command: command, rounds: scale.rounds, warmsUp: false, prepare: setAside)
    ])
    let work = "\(models.text) models from a Hub \(latencyMilliseconds) ms away, \(jobs) jobs"
    return [
      Finding(
        work: work, ours: samples[0].wallSeconds, peer: "\(grouped(requests)) requests x latency / jobs",
        theirs: Double(requests * latencyMilliseconds) / 1000 / Double(jobs), goal: .timesTheCost(1.4)),
      Finding(
        work: work, aspect: .memory, ours: samples[0].peakBytes, peer: "", goal: .limit(64 * 1_048_576)),
    ]
  }

  /// How many requests a run makes, as it says itself when it is asked to.
  func requestCount(of command: Command) throws(ToolError) -> Int {
    let telling = Command(
      command.program, command.arguments.filter { $0 != "--quiet" } + ["--verbose"], input: command.input,
      environment: command.environment, accepts: command.accepts)
    try runner.run(telling)
    let messages = String(decoding: try contents(of: runner.errorFile), as: UTF8.self)
    return messages.split(separator: "\n").count { $0.contains("note: GET ") }
  }
}
