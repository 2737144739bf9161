import CommandLineTool

/// How requests to the endpoint are authorized.
enum Credential: Sendable {
  case none
  case token(AccessToken)
  /// At the first request, the identity token of a CI job is exchanged for a Hub token.
  case exchange(IdentityExchange)

  /// Finds the credential, in the order of huggingface_hub: an exchange if `HF_OIDC_RESOURCE` is set, else a stored
  /// token. With `HF_HUB_DISABLE_IMPLICIT_TOKEN` no token is sent.
  ///
  /// - Throws: ``ToolError`` for a stored token that cannot be in a header.
  static func find(in environment: HubEnvironment) throws(ToolError) -> Credential {
    if environment.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") { return .none }
    if let exchange = IdentityExchange(environment) { return .exchange(exchange) }
    return try AccessToken.find(in: environment).map { .token($0) } ?? .none
  }

  /// The Hub token to use now; nil without one, and before the first exchange.
  var current: AccessToken? {
    switch self {
    case .none: nil
    case .token(let token): token
    case .exchange(let exchange): exchange.current
    }
  }
}
