import CommandLineTool
import ModelSpec
import Streams

Tool.run(.transform) { invocation throws(ToolError) in
  let options = try TransformOptions(invocation.arguments)
  options.warnOfUnknownFields(to: invocation.diagnostics)
  try invocation.requireInput()
  let pipeline = FilterPipeline(
    stage: .transform, diagnostics: invocation.diagnostics, isPretty: options.isPretty, jobs: options.jobs)
  return try pipeline.run { SnapshotTransformer(options) }
}
