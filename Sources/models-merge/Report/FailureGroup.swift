import ModelSpec

/// The groups of the log, in its order, and the failure codes that belong to each.
enum FailureGroup: CaseIterable {
  case gated, refusedTokens, notFound, multimodal, missingFields, duplicates, other

  /// The group of a failure by the code in the stream, which another program may have made up.
  init(code: String) { self = FailureCode(rawValue: code).map(FailureGroup.init) ?? .other }

  private init(_ code: FailureCode) {
    self =
      switch code {
      case .gated: .gated
      case .unauthorized: .refusedTokens
      case .notFound, .renamedAway, .revisionNotFound, .disabled: .notFound
      case .multimodal: .multimodal
      case .missingFields, .missingConfig, .parametersUnknown: .missingFields
      case .duplicateID, .duplicateHFModelID: .duplicates
      case .invalidModelID, .incompleteWeights, .rateLimited, .timeout, .network, .serverError, .badResponse, .tooLarge,
        .offlineMiss, .notALanguageModel, .unsupportedArchitecture, .unreadKeys, .invalidOverride, .invalidEntry,
        .malformedInput,
        .stageFailed:
        .other
      }
  }

  /// The heading, without its count.
  var title: String {
    switch self {
    case .gated: "Gated Access Required"
    case .refusedTokens: "Refused Tokens"
    case .notFound: "Model Not Found"
    case .multimodal: "Multimodal Models"
    case .missingFields: "Missing Configuration Fields"
    case .duplicates: "In the Database Already"
    case .other: "Other Errors"
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
    case .refusedTokens:
      (
        "For Refused Tokens",
        [
          "Make an access token at https://huggingface.co/settings/tokens and set it: `export HF_TOKEN=hf_...`",
          "Public models need no token: `unset HF_TOKEN`",
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
