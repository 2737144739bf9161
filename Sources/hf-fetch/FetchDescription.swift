import CommandLineTool
import ModelSpec
import Platform

extension ToolDescription {
  /// The option table of hf-fetch (values, defaults, conflicts, requirements), and the text of its help and pages.
  static let fetch = ToolDescription(
    name: "hf-fetch",
    summary: "fetch the Hugging Face Hub's data about models",
    synopsis: ["[OPTION]... [ID|URL|DIR]...", "--discover ORDER [OPTION]...", "--mcp"],
    details: [
      "Takes models by id (`org/name`), by the URL of one of their pages, or as directories. Prints one snapshot per line: "
        + "the Hub's model info, `config.json` and the parameter count. If no model is named, it reads requests from "
        + "standard input. A request is a JSON string, or an object with `model`, `revision` and `overrides`.",
      "The output is in the order of the requests. If a model cannot be fetched, a failure document is printed instead of "
        + "its snapshot. Without `--continue-on-error`, the first failure ends the run: it is the last document that is "
        + "printed. A refused token always ends it.",
      "Fetched files are stored in the cache that huggingface_hub, the Hub's Python client, uses too. A later run asks the "
        + "Hub, with one request per model, whether they are current. If the Hub cannot be reached, the cached commit is used, with a "
        + "warning. A request fails when no data arrives for `--timeout` seconds, or when the whole response takes 12 "
        + "times as long; failed requests are retried.",
    ],
    operand: Operand(.directory("ID|URL|DIR"), count: 0...Int.max),
    groups: [
      OptionGroup(
        "Models",
        [
          ToolOption("model", letter: "m", value: "ID", isRepeatable: true, "A model, as org/name"),
          ToolOption(
            "url", letter: "u", value: "URL", isRepeatable: true, "A model, by the URL of one of its pages"),
          ToolOption(
            "file", value: .file("LIST"),
            "One id, URL, directory or request per line; - for stdin"),
          revisionOption,
          ToolOption(
            "params", value: .number("N", upTo: EntryField.mostBillions),
            "Parameters in billions, if one model is named"),
          ToolOption(
            "context", value: .integer("N", in: EntryField.contextLengths),
            "Context length in tokens, if one model is named"),
          ToolOption("continue-on-error", "Continue after a failure"),
        ]),
      fetchingOptions,
      OptionGroup(
        "Discovery",
        [
          ToolOption(
            "discover", value: .words("ORDER", Discovery.Order.allCases.map(\.rawValue)),
            conflicts: ["model", "url", "file"], excludesOperands: true,
            "Print requests for the top models of this ranking"),
          ToolOption(
            "limit", value: .integer("N", in: 1...100_000, default: 20), requires: "discover",
            "How many models to print"
          ),
          ToolOption("search", value: "WORDS", requires: "discover", "Only models whose names contain these words"),
          ToolOption("author", value: "NAME", requires: "discover", "Only models of this organization or person"),
          ToolOption(
            "task", value: "TASK", isRepeatable: true, requires: "discover",
            "Only models for this task (default \(Discovery.defaultTasks.joined(separator: " and ")))"),
          ToolOption(
            "parameters", value: "MIN:MAX", requires: "discover",
            "Only models with this many parameters, such as 6B:128B"),
          ToolOption(
            "with-info", requires: "discover",
            "Add the Hub's model info to each request"),
        ]),
      OptionGroup(
        "Serving",
        [
          ToolOption(
            "mcp", conflicts: ["model", "url", "file", "params", "context", "discover"], excludesOperands: true,
            "Serve the Model Context Protocol on stdio")
        ]),
    ],
    examples: [
      .init("hf-fetch openai-community/gpt2 | hf-transform", "Describe one model"),
      .init("hf-fetch --discover trending | hf-fetch --continue-on-error", "Fetch the trending models"),
      .init(
        "hf-fetch --discover downloads --with-info --limit 500 | hf-fetch --continue-on-error",
        "Fetch many models with one HTTP request each"),
      .init("hf-fetch --file models-to-import.txt > snapshots.ndjson", "Record the snapshots of a list"),
      .init("hf-fetch --snapshots snapshots.ndjson --file models-to-import.txt", "Read the recorded snapshots again"),
      .init(
        "echo '{\"model\": \"gpt2\", \"overrides\": {\"default_context_length\": 2048}}' | hf-fetch",
        "Take a request from another program"),
      .init("hf-fetch --offline Qwen/Qwen3-0.6B", "Read a model from the cache, without any request"),
    ],
    environment: [
      (
        "HF_TOKEN",
        "The access token. If it is not set: HUGGING_FACE_HUB_TOKEN, then the file HF_TOKEN_PATH, then HF_HOME/token."
      ),
      ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "When 1, on, yes or true: no token is sent."),
      (
        "HF_OIDC_RESOURCE",
        "In CI, the repository or user that a Hub token is for. The token is obtained in exchange for the job's OIDC "
          + "identity token: HF_OIDC_ID_TOKEN, or one requested from GitHub."
      ),
      ("HF_HUB_USER_AGENT_ORIGIN", "The name of the calling program, for the User-Agent header."),
      ("HF_ENDPOINT", "The URL of the Hub or of a mirror; otherwise https://huggingface.co."),
      ("HF_HUB_OFFLINE, TRANSFORMERS_OFFLINE", "When 1, on, yes or true: the same as --offline."),
      ("HF_HUB_DOWNLOAD_TIMEOUT", "The default of --timeout, in seconds."),
      ("HF_HOME", "The directory of the cache and the token; otherwise ~/.cache/huggingface."),
      ("HF_HUB_CACHE", "The cache of repositories; otherwise HF_HOME/hub."),
      ("HF_HUB_DISABLE_PROGRESS_BARS", "When 1, on, yes or true: no progress is shown on a terminal."),
      ("http_proxy, https_proxy, all_proxy, no_proxy", "Proxies, and the hosts to reach without one."),
      ("SSL_CERT_FILE", "Certificate authorities to trust, in PEM."),
      Caller.documentation,
    ],
    files: [
      ("$HF_HOME/hub", "The cache of huggingface_hub, read and written."),
      (
        "$HF_HOME/hf-fetch", "The model info and the records of weight file headers, by repository and commit."
      ),
    ])

  private static let revisionOption = ToolOption(
    "revision", value: "REV", "Branch, tag or commit of models named without one")

  /// The options for requests and the cache.
  private static let fetchingOptions = OptionGroup(
    "Fetching",
    [
      ToolOption("jobs", value: .integer("N", in: 1...64, default: 8), "How many models to fetch at once"),
      ToolOption("benchmarks", "Fetch evaluation results too, if the model has any"),
      ToolOption("exact", "Read weight file headers even if the Hub has a count"),
      ToolOption(
        "endpoint", value: .text("URL", default: Endpoint.standardText), variables: ["HF_ENDPOINT"],
        "The Hub or a mirror"),
      ToolOption(
        "timeout", value: .integer("S", in: 1...3600, default: 10), variables: ["HF_HUB_DOWNLOAD_TIMEOUT"],
        "Seconds without data until a request fails"),
      ToolOption("retries", value: .integer("N", in: 0...100, default: 5), "How often to retry a request"),
      ToolOption(
        "offline", conflicts: ["no-cache", "discover"], variables: ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"],
        "Send no requests: read only the cache"),
      ToolOption(
        "snapshots", value: .file("FILE"), conflicts: ["discover"],
        "Send no requests: read recorded snapshots"),
      ToolOption("no-cache", "Neither read nor write the cache"),
      ToolOption(
        "cache-dir", value: .directory("DIR"), "Cache directory; default: that of huggingface_hub"),
    ])

  /// The options that the MCP server passes to hf-fetch in each tool call.
  static let servedOptions = [revisionOption] + fetchingOptions.options
}
