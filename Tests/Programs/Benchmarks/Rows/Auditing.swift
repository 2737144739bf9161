import CommandLineTool
import Platform

extension Bench {
  /// An audit of a whole database: from recorded snapshots, and from a Hub that is far away with nothing in the cache.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func auditing() throws(ToolError) -> [Finding] {
    let entries = count(1_000)
    return try auditFromSnapshots(entries) + auditFromHub(entries)
  }

  private func auditFromSnapshots(_ entries: (number: Int, text: String)) throws(ToolError) -> [Finding] {
    let snapshots = try inputs.snapshots(entries.number)
    let database = try database(of: snapshots, "audited.json")
    let samples = try runner.alternate([contestant(audit(database, [("SNAPSHOTS", snapshots)]))])
    return [
      Finding(
        work: "make audit, \(entries.text) entries, recorded snapshots", ours: samples[0].wallSeconds, peer: "",
        goal: .limit(0.5))
    ]
  }

  private func auditFromHub(_ entries: (number: Int, text: String)) throws(ToolError) -> [Finding] {
    let (jobs, latencyMilliseconds) = (32, 30)
    let hub = try LoopbackHub(
      program: hub, models: models,
      options: ["--latency", "\(latencyMilliseconds)", "--repeat", "\(entries.number)"], workspace: workspace)
    defer { hub.stop() }
    let environment = [("HF_ENDPOINT", hub.address), ("HF_HOME", workspace.file("audit.cache"))]
    var discovery = tool("hf-fetch", ["--discover", "downloads", "--limit", "\(entries.number)"])
    discovery.environment = environment
    discovery.output = workspace.file("audited.requests")
    try runner.run(discovery)
    var fetch = tool("hf-fetch", ["--no-cache", "--jobs", "\(jobs)"], input: discovery.output)
    fetch.environment = environment
    fetch.output = workspace.file("audited.snapshots")
    let requests = try requestCount(of: fetch)
    try runner.run(fetch)
    let database = try database(of: fetch.output, "audited-hub.json")
    let settings = environment + [("JOBS", "\(jobs)")]
    let samples = try runner.alternate([
      Contestant(command: audit(database, settings), rounds: scale.rounds, warmsUp: false) {
        Workspace.removeDirectory(workspace.file("audit.cache"))
      }
    ])
    return [
      Finding(
        work: "make audit, \(entries.text) entries, a Hub \(latencyMilliseconds) ms away, \(jobs) jobs",
        ours: samples[0].wallSeconds, peer: "\(grouped(requests)) requests x latency / jobs",
        theirs: Double(requests * latencyMilliseconds) / 1000 / Double(jobs), goal: .timesTheCost(1.2))
    ]
  }

  /// A database of what can be described among snapshots.
  private func database(of snapshots: String, _ name: String) throws(ToolError) -> String {
    let database = workspace.file(name)
    let making = Command.shell(
      """
      printf '{"models": []}' >"$2" && { "$1/hf-transform" --quiet <"$3"; true; } |
        "$1/models-merge" "$2" --force --continue-on-error --quiet
      """, [tools, database, snapshots])
    try runner.run(Command(making.program, making.arguments, accepts: [0, 1]))
    return database
  }

  private func audit(_ database: String, _ settings: [(String, String)]) -> Command {
    var command = Command.shell("exec .make/audit audit >/dev/null")
    command.environment = settings + [("TOOLS", tools), ("DATABASE", database)]
    return command
  }
}
