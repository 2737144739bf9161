import Platform

extension MCPServer {
  /// The server of `hf-fetch --mcp`, with its six tools. Each call of one runs the toolset's programs as a shell would.
  ///
  /// - Parameter fetchOptions: the options of hf-fetch that hold for every call, as words of its command line.
  public convenience init(fetchOptions: [String]) {
    // models-merge then says what to do next in the words of these tools.
    setenv("MODELS_MERGE_CALLER", "mcp", 1)
    let pipeline = Pipeline(siblings: Siblings(), fetchOptions: fetchOptions)
    self.init(tools: [
      DiscoverModelsTool(pipeline: pipeline), FetchSnapshotTool(pipeline: pipeline),
      DescribeModelTool(pipeline: pipeline), PreviewImportTool(pipeline: pipeline),
      FindEntriesTool(pipeline: pipeline), AuditEntriesTool(pipeline: pipeline),
    ])
  }
}
