import CommandLineTool
import Platform

extension MCPServer {
  /// The server of `hf-fetch --mcp`, with its six MCP tools. Each call runs the command-line tools in a pipeline.
  ///
  /// - Parameter fetchOptions: the command-line options of hf-fetch for every call.
  public convenience init(fetchOptions: [String]) {
    // The hints of models-merge then name arguments of MCP tools instead of options.
    setenv(Caller.variable, Caller.mcp.rawValue, 1)
    let pipeline = ToolPipeline(processes: ToolProcesses(), fetchOptions: fetchOptions)
    self.init(tools: [
      DiscoverModelsTool(pipeline: pipeline), FetchSnapshotTool(pipeline: pipeline),
      DescribeModelTool(pipeline: pipeline), PreviewImportTool(pipeline: pipeline),
      FindEntriesTool(pipeline: pipeline), AuditEntriesTool(pipeline: pipeline),
    ])
  }
}
