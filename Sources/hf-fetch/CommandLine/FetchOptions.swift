import Shared

/// What hf-fetch is and takes.
let fetchTool = ToolDescription(
  name: "hf-fetch",
  summary: "fetch what the Hugging Face Hub knows of models, as snapshots",
  synopsis: ["[OPTIONS] [ID|URL|DIR]…", "--discover ORDER [OPTIONS]", "--mcp"],
  details: [
    "Takes models by id (org/name), by any address of their pages, or as directories, and prints one snapshot a line: "
      + "the Hub's model info, config.json and the parameter count. With no model named it reads requests from standard "
      + "input, one JSON value each: a string, or an object with model, revision and overrides.",
    "Answers come in the order of the requests. A model that cannot be fetched is answered with a failure in its place.",
    "Without --continue-on-error, the answers up to and including the first failure are printed, and no more are started.",
    "What is fetched is kept in the official client's cache, and revalidated with one request.",
  ],
  operand: "ID|URL|DIR",
  operandCompletion: .directories,
  groups: [
    OptionGroup(
      "Models",
      [
        ToolOption("model", letter: "m", value: "ID", isRepeatable: true, "A model, as org/name"),
        ToolOption("url", letter: "u", value: "URL", isRepeatable: true, "A model, by the address of one of its pages"),
        ToolOption(
          "file", value: "LIST", completion: .files,
          "A list of ids or URLs, one a line, # for comments; - is standard input"),
        ToolOption("revision", value: "REV", "The branch, tag or commit of those that name none"),
        ToolOption("params", value: "N", "The parameters of the one model, in billions, in its overrides"),
        ToolOption("context", value: "N", "The context length of the one model, in tokens, in its overrides"),
        ToolOption("continue-on-error", "Go on after a failure"),
      ]),
    OptionGroup(
      "Fetching",
      [
        ToolOption("jobs", value: "N", "How many models to fetch at once, 1 to 64 (default 8)"),
        ToolOption("exact", "Read the weight files' headers even where the Hub gives a count"),
        ToolOption("endpoint", value: "URL", "The Hub or mirror to ask (default: HF_ENDPOINT, else huggingface.co)"),
        ToolOption("timeout", value: "S", "Give up on an answer when nothing comes for so many seconds (default 10)"),
        ToolOption("retries", value: "N", "How often to try again what may pass (default 5)"),
        ToolOption("offline", "Make no request: read the cache alone"),
        ToolOption("no-cache", "Neither read nor write the cache"),
        ToolOption(
          "cache-dir", value: "DIR", completion: .directories, "The cache (default: HF_HUB_CACHE, else HF_HOME/hub)"),
      ]),
    OptionGroup(
      "Discovery",
      [
        ToolOption(
          "discover", value: "ORDER", completion: .words(["trending", "downloads", "likes", "recent"]),
          "Print requests for the first models by trending, downloads, likes or recent"),
        ToolOption("limit", value: "N", "How many (default 20)"),
        ToolOption("search", value: "WORDS", "Only models whose name holds this"),
        ToolOption("author", value: "NAME", "Only models of this organisation or person"),
      ]),
    OptionGroup("Serving", [ToolOption("mcp", "Serve the Model Context Protocol on standard input and output")]),
  ],
  examples: [
    .init("hf-fetch gpt2 | hf-transform", "Describe one model"),
    .init(
      "hf-fetch --discover trending --limit 20 | hf-fetch --continue-on-error > snapshots.ndjson",
      "Snapshots of what is popular"),
  ],
  environment: [
    ("HF_TOKEN", "The token; else HUGGING_FACE_HUB_TOKEN, else the file HF_TOKEN_PATH, else HF_HOME/token"),
    ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "When 1, no token is sent"),
    ("HF_ENDPOINT", "The Hub to ask, such as a mirror"),
    ("HF_HUB_OFFLINE", "When 1, as --offline"),
    ("HF_HOME", "The folder of the cache and the token (default ~/.cache/huggingface)"),
    ("HF_HUB_CACHE", "The cache of repositories (default HF_HOME/hub)"),
    ("http_proxy, https_proxy, all_proxy, no_proxy", "Proxies, and the hosts to reach without"),
    ("SSL_CERT_FILE", "Certificate authorities to trust, in PEM"),
  ],
  files: [
    ("$HF_HOME/hub", "The official client's cache, read and written"),
    ("$HF_HOME/hf-fetch", "The Hub's model infos and counted headers, by repository and commit"),
  ])
