import Shared

extension MCPServer {
  /// The server of `hf-fetch --mcp`, with its four tools.
  convenience init(_ invocation: Invocation, _ reader: RequestReader, _ fetcher: ModelFetcher) {
    let options = fetcher.options
    let source = SnapshotSource(reader: reader, fetcher: fetcher)
    let siblings = Siblings()
    let connection =
      ["--endpoint=\(options.endpoint.text)", "--timeout=\(options.timeoutSeconds)", "--retries=\(options.retries)"]
      + (options.isOffline ? ["--offline"] : [])
    self.init(tools: [
      DiscoverModelsTool(siblings: siblings, connectionOptions: connection),
      FetchSnapshotTool(source: source),
      DescribeModelTool(source: source, siblings: siblings),
      PreviewImportTool(source: source, siblings: siblings),
    ])
  }
}
