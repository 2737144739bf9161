import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// The options of hf-fetch: values, defaults, conflicts, requirements.
  static let fetchOptionTable = [
    OptionGroup(
      "Models",
      [
        ToolOption("model", letter: "m", value: "ID", isRepeatable: true, "A model, as org/name"),
        ToolOption(
          "url", letter: "u", value: "URL", isRepeatable: true, "A model, by the URL of one of its pages"),
        ToolOption(
          "file", value: .file("LIST"),
          "A list: an id, URL, directory or request per line (- is stdin)"),
        revisionOption,
        ToolOption(
          "params", value: .number("N", upTo: EntryField.maximumBillions),
          "Override the parameters of a single model, in billions"),
        ToolOption(
          "context", value: .integer("N", in: EntryField.contextLengths),
          "Override the context length of a single model, in tokens"),
        ToolOption("continue-on-error", "Continue after a model that cannot be fetched"),
      ]),
    fetchingOptions,
    OptionGroup(
      "Discovery",
      [
        ToolOption(
          "discover", value: .words("ORDER", DiscoveryOrder.allCases.map(\.rawValue)),
          conflicts: ["model", "url", "file"], excludesOperands: true,
          "Print requests for the top models of a ranking"),
        ToolOption(
          "limit", value: .integer("N", in: 1...100_000, default: DiscoveryOrder.defaultLimit), requires: ["discover"],
          "How many models to print"
        ),
        ToolOption("search", value: "WORDS", requires: ["discover"], "Only models whose names contain these words"),
        ToolOption("author", value: "NAME", requires: ["discover"], "Only models of this organization or person"),
        ToolOption(
          "task", value: "TASK", isRepeatable: true, requires: ["discover"],
          "Only models for this task (default \(Discovery.defaultTasks.joined(separator: " and ")))"),
        ToolOption(
          "parameters", value: "MIN:MAX", requires: ["discover"],
          "Only models with this many parameters, such as 6B:128B"),
        ToolOption(
          "with-info", requires: ["discover"],
          "Add the Hub's model info to each request"),
      ]),
    OptionGroup(
      "Serving",
      [
        ToolOption(
          "mcp", conflicts: ["model", "url", "file", "params", "context", "discover"], excludesOperands: true,
          "Serve the Model Context Protocol on stdio")
      ]),
  ]

  private static let revisionOption = ToolOption(
    "revision", value: "REV", "The branch, tag or commit of models named without one")

  /// The options that say how models are fetched: HTTP requests, weight file headers, the cache.
  private static let fetchingOptions = OptionGroup(
    "Fetching",
    [
      ToolOption("jobs", value: .integer("N", in: 1...64, default: 8), "How many models to fetch at once"),
      ToolOption("benchmarks", "Fetch evaluation results too, if the model has any"),
      ToolOption("exact", "Read weight file headers even if the Hub has a count"),
      ToolOption(
        "endpoint", value: .text("URL", default: StandardLocation.hub), variables: ["HF_ENDPOINT"],
        "The Hub or a mirror"),
      ToolOption(
        "timeout", value: .integer("S", in: 1...3600, default: 10), variables: ["HF_HUB_DOWNLOAD_TIMEOUT"],
        "Seconds without data until a request fails"),
      ToolOption(
        "retries", value: .integer("N", in: 0...100, default: 5), "How often to retry after a transient failure"),
      ToolOption(
        "offline", conflicts: ["no-cache", "discover"], variables: ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"],
        "Send no requests: read only the cache"),
      ToolOption(
        "snapshots", value: .file("FILE"), conflicts: ["discover"],
        "Send no requests: read the snapshots in FILE"),
      ToolOption("no-cache", "Neither read nor write the cache"),
      ToolOption(
        "cache-dir", value: .directory("DIR"), "The cache of repositories (default huggingface_hub's)"),
    ])

  /// The options that the MCP server passes to each hf-fetch that it starts.
  static let servedOptions = [revisionOption] + fetchingOptions.options
}
