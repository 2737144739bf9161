import Shared

Tool.run(fetchTool) { invocation throws(ToolError) in
  // A connection that the Hub closes must not end the process.
  signal(SIGPIPE, SIG_IGN)
  let settings = try FetchSettings(invocation.arguments)
  let reader = RequestReader(
    endpoint: settings.endpoint, revision: invocation.arguments.value("revision"),
    overrides: try OptionOverrides(invocation.arguments))
  let fetcher = ModelFetcher(settings: settings, diagnostics: invocation.diagnostics)
  if invocation.arguments.has("mcp") { return try MCPServer(invocation, reader, fetcher).run() }
  let next = try RequestSource.open(invocation, reader)
  let batch = OrderedBatch(
    jobs: settings.jobs, continuesOnError: invocation.arguments.has("continue-on-error"), isPretty: invocation.isPretty
  ) { fetcher.fetch($0) }
  return try batch.run(next)
}
