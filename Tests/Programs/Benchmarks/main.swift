// Measures the release binaries beside what one would use instead, and prints a table in Markdown.

import CommandLineTool
import Files
import JSON
import Platform

Tool.run(benchmarkTool) { invocation throws(ToolError) in
  let arguments = invocation.arguments
  if let count = arguments.integerIfGiven("snapshots") {
    try printSnapshots(count, ofModelsIn: arguments.text("corpus"))
    return .success
  }
  let workspace = try Workspace(arguments.text("scratch"))
  defer { workspace.remove() }
  let bench = try Bench(arguments, in: workspace)
  if let baseline = arguments.value("baseline") {
    try printNow("Machine: \(describeMachine(bench.runner)).\n\n\(VersionComparison.head)")
    try bench.compare(withToolsIn: baseline) { comparison throws(ToolError) in try printNow(comparison.line) }
    return .success
  }
  let chosen = arguments.values("only")
  let table = MarkdownTable(isJudged: bench.scale.isJudged)
  try printNow(
    "Machine: \(describeMachine(bench.runner)).\nCompared with: \(bench.peers.description).\n\n\(MarkdownTable.head)")
  for measurement in Measurement.all where chosen.isEmpty || chosen.contains(measurement.name) {
    invocation.diagnostics.note("measuring \(measurement.subject)")
    for finding in try measurement.run(bench) { try printNow(table.line(finding)) }
  }
  return .success
}

/// Prints at once: a measurement that fails later takes nothing away.
func printNow(_ text: String) throws(ToolError) {
  let output = ByteBuffer()
  output.append(text: text)
  do { try writeAll(output.bytes, to: STDOUT_FILENO) } catch { throw ToolError.cannotWriteOutput(error) }
}

/// Prints copies of the models as snapshots, for trials outside this benchmark.
func printSnapshots(_ count: Int, ofModelsIn directory: String) throws(ToolError) {
  let output = OutputFile.standardOutput
  try Inputs.writeSnapshots(count, of: try ModelTemplate.all(in: directory), to: output)
  try output.flush()
}
