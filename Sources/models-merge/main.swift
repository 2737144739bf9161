import CommandLineTool

Tool.run(.merge) { invocation throws(ToolError) in
  let options = try MergeOptions(invocation.arguments)
  switch options.action {
  case .listBackups:
    return try listBackups(options)
  case .restore(let source):
    return try RestoreRun(options, source, invocation.diagnostics).run()
  case .remove:
    return try ImportRun(options, invocation.diagnostics).run()
  case .list(let selection):
    return try listEntries(selection, options, invocation.diagnostics)
  case .entries(let selection):
    return try printEntries(selection, options, invocation.diagnostics)
  case .compare(let selection, let isStrict):
    try invocation.requireInput()
    return try CompareRun(
      selection: selection, options: options, diagnostics: invocation.diagnostics, isStrict: isStrict
    ).run()
  case .save(let path):
    try invocation.requireInput()
    return try saveInput(to: path, options)
  case .merge:
    try invocation.requireInput()
    return try ImportRun(options, invocation.diagnostics).run()
  }
}
