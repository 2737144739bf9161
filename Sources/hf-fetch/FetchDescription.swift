import CommandLineTool
import ModelSpec
import Platform

extension ToolDescription {
  /// What hf-fetch is: the texts of its help and pages, and its option table.
  static let fetch = ToolDescription(
    name: "hf-fetch",
    summary: "fetch the Hugging Face Hub's data about models",
    synopsis: ["[OPTION]... [ID|URL|DIR]...", "--discover ORDER [OPTION]...", "--mcp"],
    details: [
      "Takes models by id (`org/name`), by the URL of one of their pages, or as directories (`./name` or `name/`). Prints one snapshot per line: "
        + "the Hub's model info, `config.json` and the parameter count. If no model is named, it reads requests from "
        + "standard input. A request is a model's id or URL as a JSON string, or an object with `model` and, optionally, "
        + "`revision`, `overrides` and `info`.",
      "The output is in the order of the requests. If a model cannot be fetched, a failure document is printed instead of "
        + "its snapshot. Without `--continue-on-error`, the first model that cannot be fetched ends the run: its failure is "
        + "the last document that is printed. A refused token always ends the run. Failures on standard input are printed "
        + "unchanged, and do not end it.",
      "Fetched files are stored in the cache that huggingface_hub, the Hub's Python client, uses too. A later run asks the "
        + "Hub, with one HTTP request per model, whether they are current. If the Hub cannot be reached, the cached commit is "
        + "used, with a warning.",
      "An HTTP request fails when no data arrives for `--timeout` seconds, or when the whole response takes "
        + "\(TransferLoop.totalTimeFactor) times as long. It is retried after a timeout, a broken connection, and a response "
        + "with status \(RetryPolicy.transientStatuses.sorted().map(String.init).listed("or")).",
    ],
    operand: Operand(.directory("ID|URL|DIR"), count: 0...Int.max),
    groups: fetchOptionTable,
    examples: [
      .init("hf-fetch openai-community/gpt2 | hf-transform", "Describe one model"),
      .init("hf-fetch --discover trending | hf-fetch --continue-on-error", "Fetch the trending models"),
      .init(
        "hf-fetch --discover downloads --with-info --limit 500 | hf-fetch --continue-on-error",
        "Fetch many models without a request for the info of each"),
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
        "The access token. If it is not set: HUGGING_FACE_HUB_TOKEN, then the file that HF_TOKEN_PATH names (default: "
          + "HF_HOME/token)."
      ),
      ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "If 1, on, yes or true: no token is sent."),
      (
        "HF_OIDC_RESOURCE",
        "In CI, the repository or user that a Hub token is for. The token is used instead of HF_TOKEN, and is obtained in "
          + "exchange for the job's OIDC identity token: HF_OIDC_ID_TOKEN, or one requested from GitHub."
      ),
      ("HF_HUB_USER_AGENT_ORIGIN", "The name of the calling program, for the User-Agent header."),
      ("HF_ENDPOINT", "The URL of the Hub or of a mirror, if `--endpoint` is not given; else \(StandardLocation.hub)."),
      ("HF_HUB_OFFLINE, TRANSFORMERS_OFFLINE", "If 1, on, yes or true: the same as `--offline`."),
      ("HF_HUB_DOWNLOAD_TIMEOUT", "The default of `--timeout`, in seconds."),
      (
        "HF_HOME",
        "The directory of the cache and the token; else XDG_CACHE_HOME/huggingface; else ~/.cache/huggingface."
      ),
      (
        "HF_HUB_CACHE",
        "The cache of repositories, if `--cache-dir` is not given; else HUGGINGFACE_HUB_CACHE; else HF_HOME/hub."
      ),
      ("HF_HUB_DISABLE_PROGRESS_BARS", "If 1, on, yes or true: no progress is shown on a terminal."),
      (
        "http_proxy, https_proxy, all_proxy, no_proxy",
        "The proxies for http, https and both, and the hosts to reach without a proxy."
      ),
      ("SSL_CERT_FILE", "A file of certificate authorities to trust instead of the system's, in PEM."),
    ],
    files: [
      ("$HF_HOME/hub", "The cache of huggingface_hub, read and written. HF_HUB_CACHE names another directory."),
      (
        "$HF_HOME/hf-fetch", "The model info and the records of weight file headers, by repository and commit."
      ),
    ])
}
