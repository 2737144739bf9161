import CommandLineTool
import JSON

/// Inputs of one form and any size, such as no sound document has. Time and memory must not grow faster than they do.
struct HostileInput: Sendable {
  /// Which tool reads it, and what is large about it.
  let work: String
  /// How many parts the larger of two inputs has. It is about 5 MB long, or as long as the tools take at most.
  let count: Int
  /// The command that reads an input with a number of parts.
  let command: @Sendable (Bench, Int) throws(ToolError) -> Command

  /// All forms.
  static let all = databases + snapshots + schemas + items

  /// A file that holds a list: its parts, separated by commas, between a start and an end.
  static func list(
    _ bench: Bench, _ name: String, _ count: Int, start: String, end: String, part: (Int) -> String
  ) throws(ToolError) -> String {
    try bench.inputs.file("\(name)-\(count)") { output throws(ToolError) in
      output.buffer.append(text: start)
      for number in 0..<count {
        if number > 0 { output.buffer.append(",") }
        output.buffer.append(text: part(number))
        try output.flushIfFull()
      }
      output.buffer.append(text: end)
    }
  }
}

extension HostileInput {
  fileprivate static let databases = [
    HostileInput(work: "models-merge, entries with numbers", count: 120_000) { bench, count throws(ToolError) in
      let database = try list(bench, "numbers", count, start: "{\"models\":[", end: "]}\n") {
        "{\"id\":\"m\($0)\",\"parameters_billions\":\($0)}"
      }
      return bench.tool("models-merge", [database, "--dry-run"], input: try bench.inputs.entries(1))
    },
    HostileInput(work: "models-merge, entries without numbers", count: 200_000) { bench, count throws(ToolError) in
      let database = try list(bench, "numberless", count, start: "{\"models\":[", end: "]}\n") { "{\"id\":\"\($0)\"}" }
      let batch = try list(bench, "numberless-batch", max(1, count / 25), start: "[", end: "]") {
        "{\"id\":\"n\($0)\",\"parameters_billions\":1}"
      }
      return bench.tool("models-merge", [database, "--dry-run"], input: batch)
    },
    HostileInput(work: "models-merge, an entry with many keys", count: 400_000) { bench, count throws(ToolError) in
      let start = "{\"models\":[{\"id\":\"m\",\"parameters_billions\":1,"
      let database = try list(bench, "keys", count, start: start, end: "}]}\n") { "\"k\($0)\":0" }
      return bench.tool("models-merge", [database, "--dry-run"], input: try bench.inputs.entries(1))
    },
    HostileInput(work: "models-merge, failures", count: 80_000) { bench, count throws(ToolError) in
      let database = try list(bench, "empty", 0, start: "{\"models\":[", end: "]}\n") { _ in "" }
      let stream = try list(bench, "no-entries", count, start: "[", end: "]") { _ in "1" }
      return bench.tool("models-merge", [database, "--dry-run"], input: stream)
    },
    HostileInput(work: "hf-validate, a database as a whole", count: 20_000) { bench, count throws(ToolError) in
      bench.tool("hf-validate", ["--whole", "--jobs", "1"], input: try bench.inputs.database(count))
    },
  ]

  /// Streams and lists of very many items that fail.
  fileprivate static let items = [
    HostileInput(work: "hf-validate, values that are not valid", count: 2_500_000) { bench, count throws(ToolError) in
      let values = try list(bench, "ones", count, start: "[", end: "]") { _ in "1" }
      return bench.tool("hf-validate", ["--jobs", "1"], input: values)
    },
    HostileInput(work: "hf-fetch, models that are not in the cache", count: 450_000) { bench, count throws(ToolError) in
      let models = try bench.inputs.file("models-\(count)") { output throws(ToolError) in
        for number in 0..<count {
          output.buffer.append(text: "o/m\(number)\n")
          try output.flushIfFull()
        }
      }
      return bench.tool("hf-fetch", ["--offline", "--continue-on-error", "--file", models])
    },
  ]

  private static let config = """
    "model_type":"llama","hidden_size":64,"num_attention_heads":4,"num_hidden_layers":2,"vocab_size":100,\
    "intermediate_size":128,"max_position_embeddings":128
    """

  fileprivate static let snapshots = [
    HostileInput(work: "hf-transform, overrides", count: 250_000) { bench, count throws(ToolError) in
      let start = "{\"model_id\":\"o/x\",\"config\":{\(config)},\"weights\":{\"source\":\"none\"},\"overrides\":{"
      let snapshot = try list(bench, "overrides", count, start: start, end: "}}\n") { "\"k\($0)\":\($0)" }
      return bench.tool("hf-transform", ["--jobs", "1"], input: snapshot)
    },
    HostileInput(work: "hf-transform, keys of config.json", count: 400_000) { bench, count throws(ToolError) in
      let start = "{\"model_id\":\"o/x\",\"weights\":{\"source\":\"none\"},\"config\":{\(config),"
      let snapshot = try list(bench, "config", count, start: start, end: "}}\n") { "\"k\($0)\":\($0)" }
      return bench.tool("hf-transform", ["--jobs", "1"], input: snapshot)
    },
    HostileInput(work: "hf-transform, quantization rules with regular expressions", count: 100_000) {
      bench, count throws(ToolError) in
      let start = """
        {"model_id":"o/x","weights":{"source":"headers","format":"safetensors","parameters":1,"headers":{"tensors":[\
        {"name":"model.layers.*.q.qweight","dtype":"I32","shape":[8,64],"ranges":[[[0,9999]]]}]}},"config":{\(config),\
        "quantization_config":{"quant_method":"gptq","bits":4,"group_size":32,"dynamic":{
        """
      let snapshot = try list(bench, "dynamic", count, start: start, end: "}}}}\n") {
        "\"-:.*layers\\\\.\($0)\\\\..*\":{}"
      }
      return bench.tool("hf-transform", ["--jobs", "1"], input: snapshot)
    },
  ]
}
