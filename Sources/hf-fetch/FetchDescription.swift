import CommandLineTool
import ModelSpec
import Platform

extension ToolDescription {
  /// What hf-fetch is and takes.
  static let fetch = ToolDescription(
    name: "hf-fetch",
    summary: "fetch what the Hugging Face Hub says of models",
    synopsis: ["[OPTION]... [ID|URL|DIR]...", "--discover ORDER [OPTION]...", "--mcp"],
    details: [
      "Takes models by id (`org/name`), by the address of any of their pages, or as directories, and prints one snapshot "
        + "a line: the Hub's model info, `config.json` and the parameter count. With no model named it reads requests from "
        + "standard input, one JSON value each: a string, or an object with `model`, `revision` and `overrides`.",
      "Answers come in the order of the requests. A model that cannot be fetched is answered with a failure in its place. "
        + "Without `--continue-on-error`, the answers up to and including the first failure are printed, and no more "
        + "models are started.",
      "What is fetched is kept in the official client's cache, and checked with one request when it is wanted again. When "
        + "the Hub cannot be reached, the commit in the cache is taken, with a warning.",
    ],
    operand: Operand(.directory("ID|URL|DIR"), count: 0...Int.max),
    groups: [
      OptionGroup(
        "Models",
        [
          ToolOption("model", letter: "m", value: "ID", isRepeatable: true, "A model, as org/name"),
          ToolOption(
            "url", letter: "u", value: "URL", isRepeatable: true, "A model, by the address of one of its pages"),
          ToolOption(
            "file", value: .file("LIST"),
            "A list of ids or URLs, one a line; - for stdin"),
          revisionOption,
          ToolOption(
            "params", value: .number("N", upTo: EntryField.mostBillions),
            "State the one model's parameters, in billions"),
          ToolOption(
            "context", value: .integer("N", in: EntryField.contextLengths),
            "State the one model's context length, in tokens"),
          ToolOption("continue-on-error", "Go on after a failure"),
        ]),
      fetchingOptions,
      OptionGroup(
        "Discovery",
        [
          ToolOption(
            "discover", value: .words("ORDER", Discovery.Order.allCases.map(\.rawValue)),
            conflicts: ["model", "url", "file"], excludesOperands: true, "List the models that rank first"),
          ToolOption(
            "limit", value: .integer("N", in: 1...100_000, default: 20), requires: "discover", "List so many"),
          ToolOption("search", value: "WORDS", requires: "discover", "Only models whose names contain these"),
          ToolOption("author", value: "NAME", requires: "discover", "Only models of this organization or person"),
          ToolOption(
            "task", value: "TASK", isRepeatable: true, requires: "discover",
            "Only models for this task (default \(Discovery.usualTasks.joined(separator: " and ")))"),
          ToolOption(
            "parameters", value: "MIN:MAX", requires: "discover", "Only models of so many parameters, such as 6B:128B"),
          ToolOption(
            "with-info", requires: "discover",
            "Print what the Hub says of each model too, so that it is not asked again"),
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
      .init("hf-fetch --discover trending | hf-fetch --continue-on-error", "Fetch what is popular"),
      .init(
        "hf-fetch --discover downloads --with-info --limit 500 | hf-fetch --continue-on-error",
        "Fetch many models with one request each"),
      .init("hf-fetch --file models-to-import.txt > snapshots.ndjson", "Record the snapshots of a list"),
      .init(
        "echo '{\"model\": \"gpt2\", \"overrides\": {\"default_context_length\": 2048}}' | hf-fetch",
        "Take a request from another program"),
      .init("hf-fetch --offline Qwen/Qwen3-0.6B", "Read the cache alone"),
    ],
    environment: [
      ("HF_TOKEN", "The token; else HUGGING_FACE_HUB_TOKEN, else the file HF_TOKEN_PATH, else HF_HOME/token."),
      ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "When 1, no token is sent."),
      (
        "HF_OIDC_RESOURCE",
        "The repository or user that a CI job gets a token for, by its identity token: HF_OIDC_ID_TOKEN, else GitHub's."
      ),
      ("HF_HUB_USER_AGENT_ORIGIN", "Who uses hf-fetch, for the User-Agent header."),
      ("HF_ENDPOINT", "The Hub to ask, such as a mirror; otherwise https://huggingface.co."),
      ("HF_HUB_OFFLINE", "When 1, the same as --offline."),
      ("HF_HOME", "The folder of the cache and the token; otherwise ~/.cache/huggingface."),
      ("HF_HUB_CACHE", "The cache of repositories; otherwise HF_HOME/hub."),
      ("HF_HUB_DISABLE_PROGRESS_BARS", "When 1, no progress is shown on a terminal."),
      ("http_proxy, https_proxy, all_proxy, no_proxy", "Proxies, and the hosts to reach without one."),
      ("SSL_CERT_FILE", "Certificate authorities to trust, in PEM."),
    ],
    files: [
      ("$HF_HOME/hub", "The official client's cache, read and written."),
      (
        "$HF_HOME/hf-fetch", "The Hub's model infos and what the headers of weight files say, by repository and commit."
      ),
    ])

  private static let revisionOption = ToolOption(
    "revision", value: "REV", "The branch, tag or commit, where none is named")

  /// The options for where and how to ask.
  private static let fetchingOptions = OptionGroup(
    "Fetching",
    [
      ToolOption("jobs", value: .integer("N", in: 1...64, default: 8), "Fetch so many models at once"),
      ToolOption("benchmarks", "Fetch evaluation results too, where the model has some"),
      ToolOption("exact", "Read the weight files' headers, whatever the Hub says"),
      ToolOption(
        "endpoint", value: .text("URL", default: Endpoint.standardText), variables: ["HF_ENDPOINT"],
        "The Hub to ask, such as a mirror"),
      ToolOption(
        "timeout", value: .integer("S", in: 1...3600, default: 10), variables: ["HF_HUB_DOWNLOAD_TIMEOUT"],
        "Wait so long for an answer, in seconds"),
      ToolOption("retries", value: .integer("N", in: 0...100, default: 5), "Try again so often"),
      ToolOption(
        "offline", conflicts: ["no-cache", "discover"], variables: ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"],
        "Make no request: read the cache alone"),
      ToolOption("no-cache", "Neither read nor write the cache"),
      ToolOption(
        "cache-dir", value: .directory("DIR"), "The cache, instead of the official one"),
    ])

  /// The options that hold for each call of a server.
  static let servedOptions = [revisionOption] + fetchingOptions.options
}
