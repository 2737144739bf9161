import CommandLineTool
import ModelSpec
import Platform

extension ToolDescription {
  /// The option table of hf-fetch (values, defaults, conflicts, requirements), and the texts of its
  /// help and pages.
  static let fetch = ToolDescription(
    name: "hf-fetch",
    summary: "fetch the Hugging Face Hub's data about models",
    synopsis: ["[OPTION]... [ID|URL|DIR]...", "--discover ORDER [OPTION]...", "--mcp"],
    details: [
      "Takes models by id (`org/name`), by the URL of any of their pages, or as directories, and prints one snapshot "
        + "a line: the Hub's model info, `config.json` and the parameter count. With no model named it reads requests from "
        + "standard input, one JSON value each: a string, or an object with `model`, `revision` and `overrides`.",
      "Answers come in the order of the requests. For a model that cannot be fetched a failure document is printed in its place. "
        + "Without `--continue-on-error`, the answers up to and including the first failure are printed, and no more "
        + "models are started.",
      "What is fetched is kept in the official client's cache; later runs check with one request whether it is current. When "
        + "the Hub cannot be reached, the cached commit is used, with a warning. A request fails when no data arrives for "
        + "`--timeout` seconds, or when the whole answer takes 12 times as long; failed requests are retried.",
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
            "A list of ids, URLs, directories or JSON; - for stdin"),
          revisionOption,
          ToolOption(
            "params", value: .number("N", upTo: EntryField.mostBillions),
            "Parameters in billions, for the only model named"),
          ToolOption(
            "context", value: .integer("N", in: EntryField.contextLengths),
            "Context length in tokens, for the only model named"),
          ToolOption("continue-on-error", "Go on after a failure"),
        ]),
      fetchingOptions,
      OptionGroup(
        "Discovery",
        [
          ToolOption(
            "discover", value: .words("ORDER", Discovery.Order.allCases.map(\.rawValue)),
            conflicts: ["model", "url", "file"], excludesOperands: true, "List the top models by this ranking"),
          ToolOption(
            "limit", value: .integer("N", in: 1...100_000, default: 20), requires: "discover", "How many models to list"
          ),
          ToolOption("search", value: "WORDS", requires: "discover", "Only models whose names contain these"),
          ToolOption("author", value: "NAME", requires: "discover", "Only models of this organization or person"),
          ToolOption(
            "task", value: "TASK", isRepeatable: true, requires: "discover",
            "Only models for this task (default \(Discovery.usualTasks.joined(separator: " and ")))"),
          ToolOption(
            "parameters", value: "MIN:MAX", requires: "discover", "Only models in this range of size, such as 6B:128B"),
          ToolOption(
            "with-info", requires: "discover",
            "Print what the Hub says of each model too"),
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
        "Fetch many models with one request each"),
      .init("hf-fetch --file models-to-import.txt > snapshots.ndjson", "Record the snapshots of a list"),
      .init(
        "echo '{\"model\": \"gpt2\", \"overrides\": {\"default_context_length\": 2048}}' | hf-fetch",
        "Take a request from another program"),
      .init("hf-fetch --snapshots snapshots.ndjson --file models-to-import.txt", "Replay them"),
      .init("hf-fetch --offline Qwen/Qwen3-0.6B", "Read the cache alone"),
    ],
    environment: [
      ("HF_TOKEN", "The token; else HUGGING_FACE_HUB_TOKEN, else the file HF_TOKEN_PATH, else HF_HOME/token."),
      ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "When 1, on, yes or true: no token is sent."),
      (
        "HF_OIDC_RESOURCE",
        "In CI: exchange the job's OIDC identity token for a Hub token for this repository or user. The identity token is "
          + "HF_OIDC_ID_TOKEN, else GitHub's."
      ),
      ("HF_HUB_USER_AGENT_ORIGIN", "The name of the calling program, for the User-Agent header."),
      ("HF_ENDPOINT", "The URL of the Hub or of a mirror; otherwise https://huggingface.co."),
      ("HF_HUB_OFFLINE, TRANSFORMERS_OFFLINE", "When 1, on, yes or true: the same as --offline."),
      ("HF_HUB_DOWNLOAD_TIMEOUT", "The default of --timeout, in seconds."),
      ("HF_HOME", "The folder of the cache and the token; otherwise ~/.cache/huggingface."),
      ("HF_HUB_CACHE", "The cache of repositories; otherwise HF_HOME/hub."),
      ("HF_HUB_DISABLE_PROGRESS_BARS", "When 1, on, yes or true: no progress is shown on a terminal."),
      ("http_proxy, https_proxy, all_proxy, no_proxy", "Proxies, and the hosts to reach without one."),
      ("SSL_CERT_FILE", "Certificate authorities to trust, in PEM."),
    ],
    files: [
      ("$HF_HOME/hub", "The official client's cache, read and written."),
      (
        "$HF_HOME/hf-fetch", "Model infos and summaries of weight file headers, by repository and commit."
      ),
    ])

  private static let revisionOption = ToolOption(
    "revision", value: "REV", "Branch, tag or commit, for models named without one")

  /// The options for requests and the cache.
  private static let fetchingOptions = OptionGroup(
    "Fetching",
    [
      ToolOption("jobs", value: .integer("N", in: 1...64, default: 8), "How many models to fetch at once"),
      ToolOption("benchmarks", "Fetch evaluation results too, if the model has any"),
      ToolOption("exact", "Read the headers of weight files, not the Hub's count"),
      ToolOption(
        "endpoint", value: .text("URL", default: Endpoint.standardText), variables: ["HF_ENDPOINT"],
        "The Hub or a mirror"),
      ToolOption(
        "timeout", value: .integer("S", in: 1...3600, default: 10), variables: ["HF_HUB_DOWNLOAD_TIMEOUT"],
        "Seconds without data until a request fails"),
      ToolOption("retries", value: .integer("N", in: 0...100, default: 5), "How often to retry a request"),
      ToolOption(
        "offline", conflicts: ["no-cache", "discover"], variables: ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"],
        "Make no request: read the cache alone"),
      ToolOption(
        "snapshots", value: .file("FILE"), conflicts: ["discover"],
        "Make no request: read recorded snapshots"),
      ToolOption("no-cache", "Neither read nor write the cache"),
      ToolOption(
        "cache-dir", value: .directory("DIR"), "Cache directory; default: the official client's"),
    ])

  /// The options that a server applies to each call.
  static let servedOptions = [revisionOption] + fetchingOptions.options
}
