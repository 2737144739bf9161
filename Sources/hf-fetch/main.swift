import CommandLineTool
import MCP
import Platform
import Streams

Tool.run(.fetch) { invocation throws(ToolError) in
  // Otherwise, writing to a connection that the Hub has closed would end the process.
  signal(SIGPIPE, SIG_IGN)
  HeapSettings.limitArenas()
  let options = try FetchOptions(invocation.arguments)
  let reader = RequestReader(endpoint: options.endpoint, revision: options.revision, overrides: options.overrides)
  switch options.action {
  case .serve(let fetchOptions): return try MCPServer(fetchOptions: fetchOptions).run()
  case .discover(let discovery):
    let client = HubClient(options, invocation.diagnostics)
    defer { client.close() }
    return try DiscoveryRun.run(discovery, client: client, isPretty: options.isPretty, invocation.diagnostics)
  case .fetch: break
  }
  let fetcher = try ModelFetcher(options: options, diagnostics: invocation.diagnostics)
  defer { fetcher.close() }
  let input = try RequestInput.open(invocation, options, reader)
  // Without a client, no job waits for the network, so more jobs than cores are of no use.
  let jobs = fetcher.client == nil ? min(options.jobs, FilterPipeline.coreCount) : options.jobs
  let batch = OrderedBatch(
    jobs: jobs, continuesOnError: options.continuesOnError, isPretty: options.isPretty,
    neverWaits: fetcher.client == nil && input.total != nil, diagnostics: invocation.diagnostics
  ) { fetcher.fetch($0) }
  let progress = BatchProgress(
    batch, total: input.total, client: fetcher.client, usesCache: !options.skipsCache,
    diagnostics: invocation.diagnostics)
  defer { progress.end() }
  return try batch.run(input.next)
}
