import Shared

extension MCPServer {
  /// The server of `hf-fetch --mcp`, with its four tools.
  ///
  /// - Throws: ``ToolError`` when models are named as well.
  convenience init(_ invocation: Invocation, _ reader: RequestReader, _ fetcher: ModelFetcher) throws(ToolError) {
    let others = invocation.arguments.occurrences.map { $0.option ?? "a model" }
    if let other = others.first(where: { ["a model", "model", "url", "file", "discover"].contains($0) }) {
      throw .usage(
        code: "conflict",
        "--mcp takes its requests from the client, but \(other == "a model" ? other : "--" + other) "
          + "is given as well", hint: "leave one of them out")
    }
    let settings = fetcher.settings
    let source = SnapshotSource(reader: reader, fetcher: fetcher)
    let siblings = Siblings()
    let connection =
      ["--endpoint=\(settings.endpoint.text)", "--timeout=\(settings.timeoutSeconds)", "--retries=\(settings.retries)"]
      + (settings.isOffline ? ["--offline"] : [])
    self.init(tools: [
      DiscoverModelsTool(siblings: siblings, connectionOptions: connection),
      FetchSnapshotTool(source: source),
      DescribeModelTool(source: source, siblings: siblings),
      PreviewImportTool(source: source, siblings: siblings),
    ])
  }
}
