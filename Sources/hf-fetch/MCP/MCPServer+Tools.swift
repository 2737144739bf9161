import Platform

extension MCPServer {
  /// The server of `hf-fetch --mcp`, with its six tools. Each call runs the tools as a shell pipeline would.
  ///
  /// - Parameter fetchOptions: the options of hf-fetch for every call, as words of its command line.
  public convenience init(fetchOptions: [String]) {
    // models-merge then says what to do next in the words of these tools.
    setenv("MODELS_MERGE_CALLER", "mcp", 1)
    let pipeline = ToolPipeline(processes: ToolProcesses(), fetchOptions: fetchOptions)
    self.init(tools: [
      DiscoverModelsTool(pipeline: pipeline), FetchSnapshotTool(pipeline: pipeline),
      DescribeModelTool(pipeline: pipeline), PreviewImportTool(pipeline: pipeline),
      FindEntriesTool(pipeline: pipeline), AuditEntriesTool(pipeline: pipeline),
    ])
  }
}
