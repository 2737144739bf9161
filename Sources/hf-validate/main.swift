import Shared

Tool.run(.validate) { invocation throws(ToolError) in
  let options = ValidateOptions(invocation.arguments)
  let schema: SchemaFile = if let path = options.schemaPath { SchemaFile(path: path) } else { try .ofEntries() }
  let program = try schema.compile(assertsFormat: options.assertsFormat)
  try invocation.requireInput()
  let pipeline = FilterPipeline(
    stage: .validate, diagnostics: invocation.diagnostics, isPretty: options.isPretty, jobs: options.jobs,
    readerOptions: options.takesWholeArrays ? .wholeArrays : [])
  return try pipeline.run { ValidationFilter(program, options) }
}
