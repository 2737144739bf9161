import Shared

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
    var command = tool("hf-fetch", ["--file", try list(ofCopies: models.number), "--jobs", "\(jobs)"])
    command.environment = [("HF_ENDPOINT", hub.address), ("HF_HOME", cache)]
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

  /// How many requests a run makes, as it tells itself when it is asked to.
  private func requestCount(of command: Command) throws(ToolError) -> Int {
    var command = Command(
      command.program, command.arguments.filter { $0 != "--quiet" } + ["--verbose"], environment: command.environment)
    command.accepts = [0, 1]
    try runner.run(command)
    let messages = String(decoding: try contents(of: runner.errorFile), as: UTF8.self)
    return messages.split(separator: "\n").count { $0.contains("note: GET ") }
  }

  /// A list of the names under which the stub has copies of the models.
  private func list(ofCopies number: Int) throws(ToolError) -> String {
    let names = try modelNames()
    let path = workspace.file("models.list")
    let file = try OutputFile(path)
    for copy in 1...number {
      let name = String(names[copy % names.count].map { $0 == "/" ? "." : $0 })
      file.buffer.append(text: "stub/\(name).\(copy)\n")
      try file.flushIfFull()
    }
    try file.finish()
    return path
  }

  /// The names of the models that everything is made from, sorted.
  func modelNames() throws(ToolError) -> [String] {
    var names: [String] = []
    for organisation in try entryNames(in: "\(models)/all") {
      names += try entryNames(in: "\(models)/all/\(organisation)").map { "\(organisation)/\($0)" }
    }
    return names.sorted()
  }
}
