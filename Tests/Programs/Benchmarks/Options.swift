import CommandLineTool

/// The command line of the benchmark.
let benchmarkTool = ToolDescription(
  name: "benchmarks", summary: "measure the release binaries beside what one would use instead",
  synopsis: ["[OPTIONS]"],
  details: ["Run it from the root of the repository, with nothing else running. The table goes to standard output."],
  groups: [
    OptionGroup(
      "Measuring",
      [
        ToolOption("tools", value: .directory("DIR", default: ".build/release"), "Where the tools are"),
        ToolOption(
          "schema", value: .file("FILE", default: "data/model.schema.json"), "The schema of an entry"),
        ToolOption("hub", value: .file("PATH", default: ".build/release/stub-hub"), "The stub Hub"),
        ToolOption(
          "corpus", value: .directory("DIR", default: Bench.modelsDirectory),
          "Copy the models of DIR/all/<org>/<name> instead"),
        ToolOption(
          "baseline", value: .directory("DIR"), conflicts: ["only"],
          "Compare the tools with another build's in DIR, and with nothing else"),
        ToolOption("python", value: .file("PATH", default: "python3"), "The Python to compare with"),
        ToolOption(
          "scratch", value: .directory("DIR", default: ".build/benchmarks.scratch"),
          "Where to make inputs: emptied before and after"),
        ToolOption(
          "only", value: .words("NAME", Measurement.all.map(\.name)), isRepeatable: true, "Measure this, not all"),
        ToolOption(
          "snapshots", value: .integer("N", in: 1...Int.max),
          "Print N snapshots made from the models, and measure nothing"),
        ToolOption("quick", "Measure a hundredth, and no peers: whether all works"),
      ])
  ],
  examples: [
    .init("benchmarks --python .venv/bin/python", "Measure everything"),
    .init("benchmarks --only start --only import", "Measure two things"),
    .init("benchmarks --baseline ../earlier/.build/release", "Compare with an earlier version"),
  ])

/// A part of the benchmark that can be run alone.
struct Measurement: Sendable {
  /// Its name on the command line.
  let name: String
  /// What is measured, for progress messages.
  let subject: String
  /// Measures it.
  let run: @Sendable (Bench) throws(ToolError) -> [Finding]

  /// All parts, in the order of the table.
  static let all = [
    Measurement(name: "start", subject: "the start of each tool") { bench throws(ToolError) in try bench.startUp() },
    Measurement(name: "transform", subject: "hf-transform") { bench throws(ToolError) in try bench.transforming() },
    Measurement(name: "validate", subject: "hf-validate") { bench throws(ToolError) in try bench.validating() },
    Measurement(name: "import", subject: "one import") { bench throws(ToolError) in try bench.importing() },
    Measurement(name: "growth", subject: "imports into larger databases") { bench throws(ToolError) in
      try bench.growth()
    },
    Measurement(name: "hostile", subject: "hostile inputs") { bench throws(ToolError) in
      try bench.hostileGrowth()
    },
    Measurement(name: "memory", subject: "the memory of long streams") { bench throws(ToolError) in
      try bench.memory()
    },
    Measurement(name: "jobs", subject: "two jobs") { bench throws(ToolError) in try bench.jobs() },
    Measurement(name: "fetch", subject: "a single import from a loopback Hub") { bench throws(ToolError) in
      try bench.singleImport()
    },
    Measurement(name: "latency", subject: "many models from a Hub far away") { bench throws(ToolError) in
      try bench.manyModels()
    },
    Measurement(name: "audit", subject: "audits of a database") { bench throws(ToolError) in try bench.auditing() },
    Measurement(name: "stages", subject: "the three later stages") { bench throws(ToolError) in
      try bench.laterStages()
    },
  ]
}

extension Bench {
  /// The models that are measured with unless others are named.
  static let modelsDirectory = "Tests/Programs/Benchmarks/Models"

  /// Sets the benchmark up as the command line asks.
  ///
  /// - Throws: ``ToolError`` when the models cannot be read.
  init(_ arguments: ParsedArguments, in workspace: Workspace) throws(ToolError) {
    let isQuick = arguments.has("quick")
    let runner = Runner(errorFile: workspace.file("messages"))
    let tools = arguments.text("tools")
    let models = arguments.text("corpus")
    self.init(
      tools: tools, hub: arguments.text("hub"),
      schema: arguments.text("schema"),
      models: models, runner: runner, workspace: workspace,
      // Both of two versions know the entries that the earlier one makes.
      inputs: try Inputs(
        models: models, in: workspace, runner: runner,
        transform: "\(arguments.value("baseline") ?? tools)/hf-transform"),
      peers: Peers(
        scripts: "Tests/Programs/Benchmarks/Peers", python: arguments.text("python"), runner: runner,
        skipsAll: isQuick || arguments.has("baseline")),
      scale: isQuick ? .quick : .full)
  }
}
