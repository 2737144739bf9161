/// The groups of the log, in its order, and the failure codes that belong to each.
enum FailureGroup: CaseIterable {
  case gated, notFound, multimodal, missingFields, duplicates, other

  /// The group of a failure.
  init(code: String) {
    self = FailureGroup.allCases.first { $0.codes.contains(code) } ?? .other
  }

  /// The heading, without its count.
  var title: String {
    switch self {
    case .gated: "Gated Access Required"
    case .notFound: "Model Not Found"
    case .multimodal: "Multimodal Models"
    case .missingFields: "Missing Configuration Fields"
    case .duplicates: "In the Database Already"
    case .other: "Other Errors"
    }
  }

  private var codes: Set<String> {
    switch self {
    case .gated: ["gated", "unauthorized"]
    case .notFound: ["not_found", "renamed_away", "revision_not_found", "invalid_model_id", "disabled"]
    case .multimodal: ["multimodal"]
    case .missingFields: ["missing_fields", "missing_config", "parameters_unknown"]
    case .duplicates: ["duplicate_id", "duplicate_hf_model_id"]
    case .other: []
    }
  }

  /// What to do about the failures of the group: a heading and steps; nil where each failure's own hint says it all.
  var recommendation: (title: String, steps: [String])? {
    switch self {
    case .gated:
      (
        "For Gated Models",
        [
          "Visit the model's page, whose URL is above",
          "Log in to Hugging Face and accept the terms of the model, or request access",
          "Make an access token at https://huggingface.co/settings/tokens and set it: `export HF_TOKEN=hf_...`",
          "Import the model again once access is granted",
        ]
      )
    case .notFound:
      (
        "For Not Found Models",
        [
          "Check the spelling of organization and model, upper and lower case included",
          "Look on the Hub whether the model was renamed, moved to another organization or made private",
          "Set `HF_TOKEN` if it is a private model of yours",
        ]
      )
    case .multimodal:
      ("For Multimodal Models", ["Import the language model alone: `make import-model MODEL=ID TEXT_ONLY=1`"])
    case .missingFields:
      (
        "For Missing Configuration Fields",
        [
          "Give what is missing: `make import-model MODEL=ID PARAMS=7.5 CONTEXT=32768`, or `hf-transform --set FIELD=VALUE`"
        ]
      )
    case .duplicates:
      (
        "For Models That Are There Already",
        [
          "Leave them as they are: `SKIP_EXISTING=1`; or refresh them: `UPDATE=1`",
          "Where another model has the id, state another one: `org/name id=my-id` in the list",
        ]
      )
    case .other: nil
    }
  }
}
