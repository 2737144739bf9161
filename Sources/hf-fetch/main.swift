import Shared

Tool.run(fetchTool) { invocation throws(ToolError) in
  // A connection that the Hub closes must not end the process.
  signal(SIGPIPE, SIG_IGN)
  HeapSettings.limitArenas()
  let arguments = invocation.arguments
  let settings = try FetchSettings(arguments)
  let fetcher = ModelFetcher(settings: settings, diagnostics: invocation.diagnostics)
  let reader = RequestReader(
    endpoint: settings.endpoint, revision: arguments.value("revision"), overrides: try OptionOverrides(arguments))
  if arguments.has("mcp") { return try MCPServer(invocation, reader, fetcher).run() }
  if let discovery = try Discovery(arguments) {
    guard let client = fetcher.client else {
      throw .usage(code: "conflict", "--discover asks the Hub, which --offline forbids", hint: "leave one of them out")
    }
    return try DiscoveryRun.run(discovery, client: client, isPretty: invocation.isPretty)
  }
  let source = try RequestSource.open(invocation, reader)
  let batch = OrderedBatch(
    jobs: settings.jobs, continuesOnError: arguments.has("continue-on-error"), isPretty: invocation.isPretty,
    diagnostics: invocation.diagnostics
  ) { fetcher.fetch($0) }
  let progress = BatchProgress(batch, total: source.total, client: fetcher.client, diagnostics: invocation.diagnostics)
  defer { progress.end() }
  return try batch.run(source.next)
}
