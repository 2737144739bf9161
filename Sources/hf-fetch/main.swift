import Shared

Tool.run(fetchTool) { invocation throws(ToolError) in
  // A connection that the Hub closes must not end the process.
  signal(SIGPIPE, SIG_IGN)
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
  let batch = OrderedBatch(
    jobs: settings.jobs, continuesOnError: arguments.has("continue-on-error"), isPretty: invocation.isPretty
  ) { fetcher.fetch($0) }
  return try batch.run(try RequestSource.open(invocation, reader))
}
