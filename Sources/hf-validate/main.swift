import Shared

Tool.run(.validate) { invocation throws(ToolError) in
  let arguments = invocation.arguments
  let jobs = try arguments.integer("jobs", in: 1...1024) ?? FilterPipeline.coreCount
  if let form = arguments.value("output"), form != "basic" {
    throw .usage(code: "invalid_value", "'\(form)' is no valid value of --output", hint: "the one form is 'basic'")
  }
  let schemaPath = arguments.value("schema")
  let schema: SchemaFile = if let schemaPath { SchemaFile(path: schemaPath) } else { try .ofEntries() }
  let program = try schema.compile(assertsFormat: arguments.has("format-assertion"))
  try invocation.requireInput()
  let settings = ValidationSettings(
    program: program, checksRules: schemaPath == nil, isStrict: arguments.has("strict"),
    printsBasicOutput: arguments.has("output"))
  let pipeline = FilterPipeline(
    stage: .validate, diagnostics: invocation.diagnostics, isPretty: invocation.isPretty, jobs: jobs,
    readerOptions: arguments.has("whole") ? .wholeArrays : [])
  return try pipeline.run { ValidationFilter(settings) }
}
