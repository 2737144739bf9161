import JSON
import ModelSpec

/// `describe_model`: the entry of a model, as hf-validate prints it.
struct DescribeModelTool: MCPTool {
  let pipeline: ToolPipeline

  private static let explain = ToolArgument(
    "explain", .flag, "Whether to add where the value of each field comes from")
  private static let benchmarks = ToolArgument(
    "benchmarks", .flag, "Whether to add the evaluation results of the model card")

  let name = "describe_model"
  let title = "Describe a model"
  let summary = """
    Describes a language model as an entry of models.json, checked against its schema: exact parameter count, layers, \
    heads, context length, experts, type of attention, KV cache elements per token, quantization, license. Fails with \
    a code and a hint if the model is gated or multimodal, or lacks a value.
    """
  let arguments = [
    ModelRequest.model, ModelRequest.revision, ModelRequest.parameters, ModelRequest.context, ModelRequest.textOnly,
    Self.explain, Self.benchmarks,
  ]
  let outputSchema = """
    {"type":"object","required":["entry","messages"],"properties":{"entry":\(EntrySchema.types),\
    "messages":{"type":"array","items":{"type":"string"},"description":"warnings and notes"}}}
    """

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let model = arguments.string(ModelRequest.model.name) ?? ""
    var options: [String] = []
    if arguments.has(ModelRequest.textOnly.name) { options.append("--text-only") }
    if arguments.has(Self.explain.name) { options.append("--explain") }
    if arguments.has(Self.benchmarks.name) { options.append("--benchmarks") }
    let (entry, messages) = try pipeline.describeModel(ModelRequest.line(model, arguments), options, context)
    return try entry.withDocument(of: "hf-validate") { result($0, messages: messages) }
  }

  private func result(_ entry: JSONElement, messages: [String]) -> String {
    ByteBuffer.object { output in
      output.member("entry", entry)
      output.member("messages", messages)
    }
  }
}
