import JSON

/// `fetch_snapshot`: the snapshot of a model, as hf-fetch prints it.
struct FetchSnapshotTool: MCPTool {
  let pipeline: ToolPipeline

  let name = "fetch_snapshot"
  let title = "Fetch a model's snapshot"
  let summary = """
    Fetches what the Hugging Face Hub has about a model: its info, its config.json, and a summary of its weight files \
    with the Hub's parameter count. Use it only for the raw data; describe_model returns a checked description.
    """
  let arguments = [ModelRequest.model, ModelRequest.revision, ModelRequest.parameters, ModelRequest.context]
  let outputSchema = """
    {"type":"object","required":["model_id","info","weights"],"properties":{\
    "model_id":{"type":"string","description":"the id as the Hub spells it"},\
    "revision":{"type":"string","description":"the commit"},\
    "endpoint":{"type":"string"},\
    "info":{"type":"object","description":"the Hub's model info"},\
    "config":{"type":"object","description":"config.json"},\
    "hf_quant_config":{"type":"object"},\
    "weights":{"type":"object","required":["format"],"properties":{\
    "format":{"enum":["safetensors","gguf","pytorch","none"]},"size_bytes":{"type":"integer"},\
    "files":{"type":"array","items":{"type":"string"},"description":"the model's weight files"},\
    "hub":{"type":"object","description":"the Hub's parameter count"},\
    "headers":{"type":"object","description":"the tensors in the headers of the weight files, as tensor patterns"},\
    "gguf":{"type":"object","description":"the metadata of a GGUF file"}}},\
    "overrides":{"type":"object"}}}
    """

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let model = arguments.string(ModelRequest.model.name) ?? ""
    let fetched = try pipeline.fetchSnapshot(ModelRequest.line(model, arguments), context)
    return try fetched.withDocument(of: "hf-fetch") { String(decoding: $0.source, as: UTF8.self) }
  }
}
