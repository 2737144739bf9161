import CommandLineTool

extension Bench {
  /// hf-transform beside programs that map ten fields and know nothing of models.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func transforming() throws(ToolError) -> [Finding] {
    let count = count(10_000)
    let input = try inputs.snapshots(count.number)
    return try compare(
      "hf-transform, \(count.text) configs, one job", tool("hf-transform", ["--jobs", "1"], input: input),
      with: [
        Rival("jq, ten fields", goal: .timesFaster(20), isSlow: true) { peers in
          peers.jq.map { Command($0, ["-c", "-f", peers.script("transform.jq")], input: input) }
        },
        Rival("Python + orjson, ten fields", goal: .timesFaster(2.5, aim: 5)) { peers in
          peers.orjson.map { Command($0, [peers.script("transform_orjson.py")], input: input) }
        },
      ])
  }

  /// hf-validate beside a schema validator in Python and the same checks by hand in jq.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func validating() throws(ToolError) -> [Finding] {
    try validating(10_000, againstPython: .timesFaster(50, aim: 100))
      + validating(100_000, againstPython: .timesFaster(100, aim: 200))
  }

  private func validating(_ full: Int, againstPython goal: Goal) throws(ToolError) -> [Finding] {
    let count = count(full)
    let input = try inputs.entries(count.number)
    let schema = schema
    return try compare(
      "hf-validate, \(count.text) entries, one job",
      tool("hf-validate", ["--jobs", "1"], input: input),
      with: [
        Rival("Python jsonschema, compiled once", goal: goal, isSlow: true) { peers in
          peers.jsonschema.map { Command($0, [peers.script("validate_jsonschema.py"), schema], input: input) }
        },
        Rival("jq, checks by hand", goal: .timesFaster(15), isSlow: full > 10_000) { peers in
          peers.jq.map { Command($0, ["-c", "-f", peers.script("validate.jq")], input: input) }
        },
      ])
  }

  /// A program that does comparable work.
  private struct Rival {
    let name: String
    let goal: Goal
    let isSlow: Bool
    let command: (Peers) -> Command?

    init(_ name: String, goal: Goal, isSlow: Bool = false, _ command: @escaping (Peers) -> Command?) {
      self.name = name
      self.goal = goal
      self.isSlow = isSlow
      self.command = command
    }
  }

  private func compare(_ work: String, _ ours: Command, with rivals: [Rival]) throws(ToolError) -> [Finding] {
    let commands = rivals.map { $0.command(peers) }
    let installed = rivals.indices.filter { commands[$0] != nil }
    let samples = try runner.alternate(
      [contestant(ours)]
        + installed.compactMap { index in commands[index].map { contestant($0, isSlow: rivals[index].isSlow) } })
    return rivals.enumerated().map { index, rival in
      let theirs = installed.firstIndex(of: index).map { samples[$0 + 1] }
      return Finding(
        work: work, ours: samples[0].wallSeconds, peer: rival.name, theirs: theirs?.wallSeconds, goal: rival.goal)
    }
  }
}
