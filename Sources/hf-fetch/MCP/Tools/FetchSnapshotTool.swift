import JSON

/// `fetch_snapshot`: the Hub's data about a model, unchanged.
struct FetchSnapshotTool: MCPTool {
  let pipeline: ToolPipeline

  let name = "fetch_snapshot"
  let title = "Fetch a model's snapshot"
  let summary = """
    Fetches what the Hugging Face Hub knows of a model, verbatim: its info, config.json, and its count of the \
    weights. Use describe_model for a finished description instead, unless the raw files are wanted.
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
    "files":{"type":"array","items":{"type":"string"},"description":"the files that are the model"},\
    "hub":{"type":"object","description":"the Hub's own count"},\
    "headers":{"type":"object","description":"what the headers of the weight files say, as tensor patterns"},\
    "gguf":{"type":"object","description":"a GGUF file's metadata"}}},\
    "overrides":{"type":"object"}}}
    """

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let model = arguments.text(ModelRequest.model.name) ?? ""
    let fetched = try pipeline.fetch(requests: ModelRequest.line(model, arguments), context)
    return try fetched.withDocument(of: "hf-fetch") { String(decoding: $0.source, as: UTF8.self) }
  }
}
