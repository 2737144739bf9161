import CommandLineTool
import Platform

extension MCPServer {
  /// Makes the server of `hf-fetch --mcp`, with its six MCP tools. Each call of an MCP tool runs command-line tools in
  /// a pipeline.
  ///
  /// - Parameter fetchOptions: the options with which every call runs hf-fetch.
  public convenience init(fetchOptions: [String]) {
    EndingSignals.handle { ChildProcess.stopAll() }
    // The command-line tools inherit the variable. Their hints then name arguments of MCP tools instead of options.
    setenv(Caller.variable, Caller.mcp.rawValue, 1)
    let pipeline = ToolPipeline(processes: ToolProcesses(), fetchOptions: fetchOptions)
    self.init(tools: [
      DiscoverModelsTool(pipeline: pipeline), FetchSnapshotTool(pipeline: pipeline),
      DescribeModelTool(pipeline: pipeline), PreviewImportTool(pipeline: pipeline),
      FindEntriesTool(pipeline: pipeline), AuditEntriesTool(pipeline: pipeline),
    ])
  }
}
