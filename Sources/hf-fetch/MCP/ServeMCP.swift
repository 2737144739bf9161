extension MCPServer {
  /// The server of `hf-fetch --mcp`, with its four tools. Each call of one runs the toolset's programs as a shell
  /// would.
  ///
  /// - Parameter fetchOptions: the options of hf-fetch that hold for every call, as words of its command line.
  public convenience init(fetchOptions: [String]) {
    let pipeline = Pipeline(siblings: Siblings(), fetchOptions: fetchOptions)
    self.init(tools: [
      DiscoverModelsTool(pipeline: pipeline), FetchSnapshotTool(pipeline: pipeline),
      DescribeModelTool(pipeline: pipeline), PreviewImportTool(pipeline: pipeline),
    ])
  }
}
