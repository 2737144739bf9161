import CommandLineTool

extension Bench {
  /// The work on which two builds of the tools are compared.
  private struct VersionedWork {
    let name: String
    /// Makes one side of the comparison, with one build's tools.
    let contestant: (Bench) throws(ToolError) -> Contestant
  }

  /// The tools beside another build of them: each run of one is followed by a run of the other.
  ///
  /// All runs are spread over several copies of both builds. Copies of one executable differ in time by up to 8 %,
  /// because each is at another place in memory, where it stays.
  ///
  /// - Parameters:
  ///   - directory: where the other build's tools are.
  ///   - report: takes each comparison as soon as it is made.
  /// - Throws: ``ToolError`` when a command fails.
  func compare(
    withToolsIn directory: String, report: (VersionComparison) throws(ToolError) -> Void
  ) throws(ToolError) {
    var other = self
    other.tools = directory
    let hub = try LoopbackHub(program: hub, models: models, workspace: workspace)
    defer { hub.stop() }
    for work in try startWork() + filterWork() + importWork() + [fetchWork(hub)] {
      var samples = [Samples(), Samples()]
      for _ in 0..<copies {
        let ours = try ToolCopies(of: self)
        let theirs = try ToolCopies(of: other)
        defer {
          ours.remove()
          theirs.remove()
        }
        let sides = [try work.contestant(ours.bench), try work.contestant(theirs.bench)]
        for (side, usages) in try runner.alternate(sides).enumerated() { samples[side].add(usages) }
      }
      try report(VersionComparison(work: work.name, samples: samples))
    }
  }

  /// The number of copies of each build.
  private var copies: Int { scale.isJudged ? 7 : 1 }

  /// Rounds with one copy: each is a pair, and the median of the ratios of all pairs counts.
  private var pairs: Int { scale.isJudged ? 9 : scale.rounds }

  private func startWork() -> [VersionedWork] {
    ToolDescription.toolNames.map { name in
      VersionedWork(name: "20 starts of \(name)") { bench in
        Contestant(command: Command("\(bench.tools)/\(name)", ["--version"]), rounds: pairs, repetitions: 20)
      }
    }
  }

  private func filterWork() throws(ToolError) -> [VersionedWork] {
    let (snapshots, entries) = (count(10_000), count(100_000))
    let inputs = (
      snapshots: try inputs.snapshots(snapshots.number), entries: try inputs.entries(entries.number),
      database: try inputs.database(count(10_000).number)
    )
    return [
      VersionedWork(name: "hf-transform, \(snapshots.text) configs, one job") { bench in
        Contestant(command: bench.tool("hf-transform", ["--jobs", "1"], input: inputs.snapshots), rounds: pairs)
      },
      VersionedWork(name: "hf-validate, \(entries.text) entries, one job") { bench in
        Contestant(command: bench.tool("hf-validate", ["--jobs", "1"], input: inputs.entries), rounds: pairs)
      },
      VersionedWork(name: "hf-validate, a database of \(count(10_000).text) entries") { bench in
        Contestant(command: bench.tool("hf-validate", ["--whole"], input: inputs.database), rounds: pairs)
      },
    ]
  }

  private func importWork() throws(ToolError) -> [VersionedWork] {
    var work: [VersionedWork] = []
    for (size, repetitions) in [(1_000, 10), (10_000, 4), (100_000, 1)] {
      let entries = count(size)
      let (entry, target) = (
        try inputs.entries(1), try ImportTarget(of: try inputs.database(entries.number), in: workspace)
      )
      work.append(
        VersionedWork(name: "\(grouped(repetitions)) durable imports, \(entries.text) entries") { bench in
          Contestant(
            command: bench.tool("models-merge", [target.path, "--force"], input: entry), rounds: pairs,
            repetitions: repetitions, prepare: target.restore)
        })
    }
    return work
  }

  private func fetchWork(_ hub: LoopbackHub) throws(ToolError) -> VersionedWork {
    let target = try ImportTarget(of: try inputs.database(count(1_000).number), in: workspace)
    let (cache, id) = (workspace.file("cache"), try firstModel())
    return VersionedWork(name: "5 imports of a model from a loopback Hub, all four stages") { bench in
      Contestant(
        command: bench.fourStages(id, from: hub, cache: cache, into: target), rounds: pairs, repetitions: 5,
        prepare: { () throws(ToolError) in
          try target.restore()
          Workspace.removeDirectory(cache)
        })
    }
  }
}

/// Copies of the four tools in a directory next to theirs, where hf-validate finds the same schema.
private struct ToolCopies {
  /// The measurements with the copies.
  let bench: Bench

  /// Copies the tools.
  ///
  /// - Throws: ``ToolError`` when they cannot be copied.
  init(of bench: Bench) throws(ToolError) {
    let directory = "\(bench.tools).copy"
    try Workspace.makeDirectory(directory)
    let tools = ToolDescription.toolNames.map { "\(bench.tools)/\($0)" }
    try bench.runner.run(Command("cp", tools + [directory]))
    var copied = bench
    copied.tools = directory
    self.bench = copied
  }

  /// Removes the copies.
  func remove() { Workspace.removeDirectory(bench.tools) }
}

/// What some work costs with these tools and with another build of them.
struct VersionComparison {
  let work: String
  let ours: Samples
  let theirs: Samples

  /// Takes the samples of both sides, ours first.
  init(work: String, samples: [Samples]) {
    self.work = work
    (ours, theirs) = (samples[0], samples[1])
  }

  /// The head of the table.
  static let head = """
    | work | time | baseline's | ratio | user CPU time | baseline's | ratio |
    |---|--:|--:|--:|--:|--:|--:|

    """

  /// One line of it: medians, and the medians of the ratios of a run to the one in turn with it.
  var line: String {
    let time = [
      milliseconds(ours.wallSeconds), milliseconds(theirs.wallSeconds),
      ratio(ours.ratio(to: theirs, of: \.wallSeconds)),
    ]
    let processor = [
      milliseconds(ours.userSeconds), milliseconds(theirs.userSeconds),
      ratio(ours.ratio(to: theirs, of: \.userSeconds)),
    ]
    return "| " + ([work] + time + processor).joined(separator: " | ") + " |\n"
  }

  private func milliseconds(_ seconds: Double) -> String { "\(significant(seconds * 1000)) ms" }

  private func ratio(_ ratio: Double?) -> String { ratio.map { "\(significant($0))x" } ?? "" }
}
