import CommandLineTool

Tool.run(.merge) { invocation throws(ToolError) in
  let options = try MergeOptions(invocation.arguments)
  switch options.action {
  case .listBackups:
    return try ListBackupsRun(options: options).run()
  case .restore(let choice):
    return try RestoreRun(choice: choice, options: options, diagnostics: invocation.diagnostics).run()
  case .remove:
    return try ImportRun(options: options, diagnostics: invocation.diagnostics).run()
  case .list(let selection):
    return try ListRun(selection: selection, options: options, diagnostics: invocation.diagnostics).run()
  case .entries(let selection):
    return try EntriesRun(selection: selection, options: options, diagnostics: invocation.diagnostics).run()
  case .compare(let selection, let isStrict):
    try invocation.requireInput()
    return try CompareRun(
      selection: selection, options: options, diagnostics: invocation.diagnostics, isStrict: isStrict
    ).run()
  case .save(let path):
    try invocation.requireInput()
    return try SaveRun(path: path, options: options).run()
  case .merge:
    try invocation.requireInput()
    return try ImportRun(options: options, diagnostics: invocation.diagnostics).run()
  }
}
