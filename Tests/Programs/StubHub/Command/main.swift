// A Hub on loopback for scripts: prints its address, and runs until it is killed or its standard input ends.

import CommandLineTool
import JSON
import Platform
import StubHub

let stubTool = ToolDescription(
  name: "stub-hub", summary: "serve a directory of models as the Hub does, on loopback, for tests",
  synopsis: ["--root DIR [OPTIONS]"],
  details: ["Prints the base URL as the first line, and runs until it is killed or its standard input ends."],
  groups: [
    OptionGroup(
      "Serving",
      [
        ToolOption("root", value: .directory("DIR"), "Where all/<org>/<name>/{config,info}.json are"),
        ToolOption("port", value: .integer("N", in: 0...65535, default: 0), "The port; 0 for any free one"),
        ToolOption(
          "latency", value: .integer("MS", in: 0...60_000, default: 0), "Wait before each answer, in milliseconds"),
        ToolOption(
          "repeat", value: .integer("N", in: 0...1_000_000, default: 0),
          "Also serve N numbered copies of the models, as stub/<org>.<name>.<n>"),
        ToolOption("resolve-cache", "Answer small files by a relative redirect, as the live Hub does"),
        ToolOption(
          "faults", value: .integer("PERCENT", in: 0...100, default: 0),
          "Percentage of answers that fail temporarily"),
        ToolOption("seed", value: .integer("N", in: 0...Int.max, default: 1), "Where the sequence of faults starts"),
        ToolOption("ignore-stdin", "Run on when standard input ends"),
      ])
  ],
  examples: [
    .init("stub-hub --root corpus", "Serve a corpus until Ctrl-C"),
    .init("stub-hub --root corpus --latency 30 --faults 5", "Be slow and unreliable"),
  ])

Tool.run(stubTool) { invocation throws(ToolError) in
  let arguments = invocation.arguments
  guard let root = arguments.value("root") else { throw .usage(code: "invalid_value", "no --root given") }
  var options = StubHub.Options()
  options.keepsLog = false
  options.port = UInt16(arguments.integer("port"))
  options.latencyMilliseconds = arguments.integer("latency")
  options.redirectsSmallFiles = arguments.has("resolve-cache")
  options.faultRate = Double(arguments.integer("faults")) / 100
  options.faultSeed = UInt64(arguments.integer("seed"))
  let copies = arguments.integer("repeat")
  let catalog = RepeatedCatalog(CorpusDirectory(root), copies: copies)
  guard !catalog.listing.isEmpty else { throw .systemFailure(code: "no_models", "no models below '\(root)/all'") }
  let hub: StubHub
  do {
    hub = try StubHub(catalog, options: options)
  } catch {
    throw .systemFailure(code: "no_port", "cannot open a port: \(error)")
  }
  let line = ByteBuffer()
  line.append(text: hub.baseURL + "\n")
  do throws(SystemError) { try writeAll(line.bytes, to: STDOUT_FILENO) } catch {
    throw ToolError.cannotWriteOutput(error)
  }
  waitForTheEnd(ignoringInput: arguments.has("ignore-stdin"))
  return .success
}

func waitForTheEnd(ignoringInput: Bool) {
  var byte: UInt8 = 0
  while !ignoringInput, read(STDIN_FILENO, &byte, 1) > 0 {}
  while ignoringInput { pause() }
}
