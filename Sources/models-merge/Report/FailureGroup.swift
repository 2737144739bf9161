import ModelSpec

/// The groups of failures in the log, in the order of the log.
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
}
