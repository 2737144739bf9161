import JSON

/// `fetch_snapshot`: what the Hub says of a model, verbatim.
struct FetchSnapshotTool: MCPTool {
  let pipeline: Pipeline

  let name = "fetch_snapshot"
  let title = "Fetch a model's snapshot"
  let summary = """
    Fetches what the Hugging Face Hub knows of a model, verbatim: its info, config.json, and how many parameters its \
    weights hold. Use describe_model for a finished description instead, unless the raw files are wanted.
    """
  let arguments = [ModelRequest.model, ModelRequest.revision, ModelRequest.parameters, ModelRequest.context]
  let outputSchema = """
    {"type":"object","required":["model_id","info","config","weights"],"properties":{\
    "model_id":{"type":"string","description":"the id as the Hub spells it"},\
    "revision":{"type":"string","description":"the commit"},\
    "endpoint":{"type":"string"},\
    "info":{"type":"object","description":"the Hub's model info"},\
    "config":{"type":"object","description":"config.json"},\
    "hf_quant_config":{"type":"object"},\
    "weights":{"type":"object","required":["source","format"],"properties":{\
    "source":{"enum":["safetensors","gguf","hub","none"]},\
    "format":{"enum":["safetensors","gguf","pytorch","none"]},\
    "parameters":{"type":"integer"},"parameters_by_dtype":{"type":"object"},"size_bytes":{"type":"integer"}}},\
    "overrides":{"type":"object"}}}
    """

  func call(_ arguments: ToolArguments, _ cancellation: Cancellation) throws(CallFailure) -> String {
    let model = arguments.text(ModelRequest.model.name) ?? ""
    let fetched = try pipeline.fetch(requests: [ModelRequest.document(model, arguments)], cancellation)
    return try fetched.withDocument(of: "hf-fetch") { String(decoding: $0.source, as: UTF8.self) }
  }
}
