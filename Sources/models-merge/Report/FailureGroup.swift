import CommandLineTool
import ModelSpec

/// The groups of failures in the log, in its order.
enum FailureGroup: CaseIterable {
  case gated, refusedTokens, notFound, multimodal, missingFields, duplicates, noConnection, other

  /// The group of a failure code. A code that is unknown, because another program wrote it, belongs to `other`.
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
      case .timeout, .network: .noConnection
      case .invalidModelID, .incompleteWeights, .rateLimited, .serverError, .badResponse, .tooLarge,
        .offlineMiss, .notTried, .notALanguageModel, .unsupportedArchitecture, .unreadKeys, .invalidOverride,
        .invalidEntry,
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
    case .noConnection: "No Connection"
    case .other: "Other Errors"
    }
  }

  /// What to do about the failures of the group, in the terms of the caller: a heading and steps; nil when the hints of
  /// the failures are enough.
  func recommendation(for caller: Caller) -> (title: String, steps: [String])? {
    /// The variables of make, or the options of the tools.
    func terms(_ make: String, _ options: String) -> String { "`\(caller == .make ? make : options)`" }
    return switch self {
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
          "Check on the Hub whether the model was renamed, moved to another organization or made private",
          "Set `HF_TOKEN` if the model is private and you have access to it",
        ]
      )
    case .multimodal:
      (
        "For Multimodal Models",
        [
          "Import only the language model: "
            + terms("make import-model MODEL=ID TEXT_ONLY=1", "hf-transform --text-only")
        ]
      )
    case .missingFields:
      (
        "For Missing Configuration Fields",
        [
          "Set the missing fields: "
            + terms("make import-model MODEL=ID PARAMS=7.5 CONTEXT=32768", "hf-transform --params 7.5 --context 32768")
            + ", or " + terms("SET=FIELD=VALUE", "--set FIELD=VALUE")
        ]
      )
    case .duplicates:
      (
        "For Models in the Database Already",
        [
          "Leave them unchanged: \(terms("SKIP_EXISTING=1", "--skip-existing")); or update them: "
            + terms("UPDATE=1", "--update"),
          "If another model has the id, choose a different id in the list of models: `org/name id=my-id`",
        ]
      )
    case .noConnection:
      (
        "For Models without a Connection",
        [
          "Check the connection, the proxy settings and `HF_ENDPOINT`; for a slow network, raise `hf-fetch --timeout`",
          "Import the models again: what was fetched is read from the cache",
        ]
      )
    case .other: nil
    }
  }
}
