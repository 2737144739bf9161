import CommandLineTool
import ModelSpec
import Streams

Tool.run(.validate) { invocation throws(ToolError) in
  let options = ValidateOptions(invocation.arguments)
  let schema: SchemaText = if let path = options.schemaPath { try .ofFile(path) } else { .ofEntries }
  let program = try schema.compile(assertsFormat: options.assertsFormat)
  if options.path == nil { try invocation.requireInput() }
  let input = try ValidationInput(options.path)
  var pipeline = FilterPipeline(
    stage: .validate, diagnostics: invocation.diagnostics, isPretty: options.isPretty, jobs: options.jobs,
    readerOptions: options.takesWholeArrays || options.checksEntriesOfFile ? .wholeArrays : [],
    inputName: options.path ?? FilterPipeline.standardInput,
    requiresDocuments: options.path != nil || options.takesWholeArrays)
  pipeline.passesFailures = !options.checksFailures
  return try input.withSource { [pipeline] (source) throws(ToolError) in
    try pipeline.run(from: source) { ValidationFilter(program, options) }
  }
}
