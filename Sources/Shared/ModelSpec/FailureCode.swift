/// The codes of failures. They are stable, so scripts can rely on them.
///
/// The tables of `docs/contract.md` and `docs/troubleshooting.md` are generated from the rows below.
/// `data/failure.schema.json` has the same codes; a test compares them. `docs/extending.md` says how to add a code.
public enum FailureCode: String, Sendable, CaseIterable {
  case invalidModelID = "invalid_model_id"
  case notFound = "not_found"
  case renamedAway = "renamed_away"
  case revisionNotFound = "revision_not_found"
  case gated, unauthorized, disabled
  case missingConfig = "missing_config"
  case incompleteWeights = "incomplete_weights"
  case rateLimited = "rate_limited"
  case timeout, network
  case serverError = "server_error"
  case badResponse = "bad_response"
  case tooLarge = "too_large"
  case offlineMiss = "offline_miss"
  case notTried = "not_tried"
  case multimodal
  case notALanguageModel = "not_a_language_model"
  case unsupportedArchitecture = "unsupported_architecture"
  case unreadKeys = "unread_keys"
  case missingFields = "missing_fields"
  case parametersUnknown = "parameters_unknown"
  case invalidOverride = "invalid_override"
  case invalidEntry = "invalid_entry"
  case duplicateID = "duplicate_id"
  case duplicateHFModelID = "duplicate_hf_model_id"
  case malformedInput = "malformed_input"
  case stageFailed = "stage_failed"

  /// The documentation of a code.
  struct Row: Sendable {
    /// The stages that report the code.
    let stages: [Stage]
    /// The cause of the failure, in Markdown.
    let cause: String
    /// What a user can do, in Markdown.
    let remedy: String
  }

  /// The documentation of each code.
  static let rows: KeyValuePairs<FailureCode, Row> = [
    .invalidModelID: Row(
      stages: [.fetch], cause: "the string is neither an id nor the URL of a model",
      remedy: "write `org/name`, or copy the URL of the model's page; datasets and spaces are not models"),
    .notFound: Row(
      stages: [.fetch, .merge],
      cause:
        "the repository does not exist or is private (the Hub does not distinguish them), or it lacks the GGUF file that a "
        + "URL names; or the database lacks what `--remove` names",
      remedy: "check spelling and case; see whether the organization was renamed; for a private model set `HF_TOKEN`"),
    .renamedAway: Row(
      stages: [.fetch], cause: "the Hub redirects this name to another one that does not exist or is private",
      remedy: "the model was deleted or made private after it was renamed; search the Hub for its successor"),
    .revisionNotFound: Row(
      stages: [.fetch], cause: "the repository has no such branch, tag or commit",
      remedy: "leave `--revision` out, or take a name from the model's \"Files\" page"),
    .gated: Row(
      stages: [.fetch], cause: "the model's files are only for those who accepted its terms",
      remedy:
        "visit the page that the hint names, accept the terms, and set `HF_TOKEN` to a token with access to gated "
        + "repositories"),
    .unauthorized: Row(
      stages: [.fetch], cause: "the Hub refused the token or the request",
      remedy: "create a token at \(StandardLocation.hub)/settings/tokens; for a public model, send none: "
        + "`HF_HUB_DISABLE_IMPLICIT_TOKEN=1`"),
    .disabled: Row(
      stages: [.fetch], cause: "the Hub has taken the model down", remedy: "there is nothing to import"),
    .missingConfig: Row(
      stages: [.fetch],
      cause:
        "the repository has neither a `config.json` nor a GGUF file of a model, or it lacks a weight file that it lists",
      remedy: "fetch the original model: an adapter, for example, names its base model"),
    .incompleteWeights: Row(
      stages: [.fetch],
      cause: "a file of a split model is missing, such as one shard of three or one part of a GGUF file",
      remedy: "wait for the upload to end, download the file that the message names, or name another file of the "
        + "repository by its URL"),
    .rateLimited: Row(
      stages: [.fetch], cause: "there were too many requests in five minutes, and waiting did not help",
      remedy: "wait, set `HF_TOKEN` for a higher limit, or fetch fewer at a time: `JOBS=1`"),
    .timeout: Row(
      stages: [.fetch], cause: "the Hub did not respond in time",
      remedy: "check the connection, or raise `--timeout` or `--retries`"),
    .network: Row(
      stages: [.fetch], cause: "the Hub was not reached, or the connection broke",
      remedy: "check the connection and the proxy variables"),
    .serverError: Row(
      stages: [.fetch], cause: "the Hub reported an internal error", remedy: "try again later"),
    .badResponse: Row(
      stages: [.fetch],
      cause: "a response does not come from the Hub, but from a captive portal, for example; or a file of the model is "
        + "damaged, or is not what its name says",
      remedy: "open the URL in a browser, and check `HF_ENDPOINT`; download or upload a damaged file again"),
    .tooLarge: Row(
      stages: [.fetch], cause: "a file is larger than hf-fetch accepts",
      remedy: "check the repository: it may be damaged, or not a language model"),
    .offlineMiss: Row(
      stages: [.fetch],
      cause: "`--offline` or `HF_HUB_OFFLINE=1` is set, and the cache does not have the model; or the file of "
        + "`--snapshots` does not have it",
      remedy: "fetch it once while online; record the snapshots again"),
    .notTried: Row(
      stages: [.fetch],
      cause:
        "an earlier model of the list failed, which ends a batch without `CONTINUE_ON_ERROR=1`; or the Hub refused "
        + "the token. make reports it, so that no model of the list is lost",
      remedy: "import the list again when the failure is fixed; after the failure of a model, `CONTINUE_ON_ERROR=1` "
        + "continues"),
    .multimodal: Row(
      stages: [.transform], cause: "the model takes or generates images, sound or video",
      remedy: "`--text-only` (`TEXT_ONLY=1`) describes its language model"),
    .notALanguageModel: Row(
      stages: [.transform],
      cause: "it is an encoder, a diffusion model, an adapter, a projector or draft model in a GGUF file, …",
      remedy: "there is no entry for such a model"),
    .unsupportedArchitecture: Row(
      stages: [.transform],
      cause: "the model has no attention heads (Mamba, RWKV), or a layer type that is not supported",
      remedy: "there is no entry for such a model"),
    .unreadKeys: Row(
      stages: [.transform],
      cause: "`--strict-keys` is given, and `config.json` has sizes that hf-transform does not read",
      remedy: "check the entry without `--strict-keys`, or [add the keys](families.md)"),
    .missingFields: Row(
      stages: [.transform],
      cause: "`config.json`, or the header of a GGUF file, lacks a size that an entry needs, or has an "
        + "impossible one",
      remedy: "the hint names the option for each field: `--context N`, `--set num_layers=32`"),
    .parametersUnknown: Row(
      stages: [.transform], cause: "neither the weights nor the config nor the name gives the number of parameters",
      remedy: "`--params N` (`PARAMS=N`), in billions"),
    .invalidOverride: Row(
      stages: [.transform],
      cause: "an override in a request has the wrong type or range for its field, or the field's name is mistyped",
      remedy: "correct the request; the hint names the values that the field can have, or the field that is meant"),
    .invalidEntry: Row(
      stages: [.validate, .merge],
      cause: "the entry violates its schema, or a rule that a schema cannot express; `details` lists every violation",
      remedy: "if the Hub's config is wrong, set the field: `--set num_kv_heads=8`"),
    .duplicateID: Row(
      stages: [.merge], cause: "the database or the batch has another model with this id",
      remedy: "give this model another id: `ID=org-name`, or `id=org-name` after the model in a list; if both are the "
        + "same model, correct the `hf_model_id` of the existing entry"),
    .duplicateHFModelID: Row(
      stages: [.merge], cause: "the database or the batch has this model already",
      remedy: "`UPDATE=1` replaces the entry, `SKIP_EXISTING=1` leaves it unchanged"),
    .malformedInput: Row(
      stages: Stage.allCases,
      cause: "the stream is not JSON at the line and column in the message, or a value is not what the stage reads",
      remedy: "check the output of the previous stage"),
    .stageFailed: Row(
      stages: Stage.allCases,
      cause: "a stage ended with an error that no failure explains, or it did not print exactly one item for a model",
      remedy: "read the messages that the stage printed to stderr"),
  ]
}

extension FailureCode {
  private static let rowsByCode = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.value) })

  /// The stages that report the code.
  public var stages: [Stage] { FailureCode.rowsByCode[self]?.stages ?? [] }

  /// Whether the failure says nothing about the model, because the Hub was not reached, refused the token, limited the
  /// requests, or reported an internal error, or because the cache or the recorded snapshots do not have the model.
  public var isWithoutAnswer: Bool {
    [.network, .timeout, .unauthorized, .rateLimited, .serverError, .offlineMiss].contains(self)
  }

  /// The sections of `docs/troubleshooting.md`.
  public enum Section: String, CaseIterable, Sendable {
    case fetch, transform, entry, any

    /// The section of a code that these stages report. The stages are not compared with an array of one stage, because
    /// Swift 6.3.1, in a release build, reports two equal arrays of one stage as different.
    fileprivate init(of stages: [Stage]) {
      self =
        if stages.count == Stage.allCases.count {
          .any
        } else if stages.first == .fetch {
          .fetch
        } else if stages.first == .transform {
          .transform
        } else {
          .entry
        }
    }
  }

  /// The codes as a Markdown table with a row for each stage, for `docs/contract.md`.
  public static var overview: String {
    let lines = Stage.allCases.map { stage in
      line("`\(stage.rawValue)`", rows.filter { $0.value.stages.contains(stage) && $0.value.stages != Stage.allCases })
    }
    let any = line("any", rows.filter { $0.value.stages == Stage.allCases })
    return (["| stage | codes |", "|---|---|"] + lines + [any]).joined(separator: "\n") + "\n"
  }

  private static func line(_ name: String, _ rows: [KeyValuePairs<FailureCode, Row>.Element]) -> String {
    "| \(name) | \(rows.map { "`\($0.key.rawValue)`" }.joined(separator: " ")) |"
  }

  /// The codes of a section as a Markdown table with their causes and remedies, for `docs/troubleshooting.md`.
  public static func remedies(_ section: Section) -> String {
    let lines = rows.filter { Section(of: $0.value.stages) == section }
      .map { "| `\($0.key.rawValue)` | \($0.value.cause) | \($0.value.remedy) |" }
    return (["| code | why | what to do |", "|---|---|---|"] + lines).joined(separator: "\n") + "\n"
  }
}
