/// The credential of requests to the endpoint.
enum Credential: Sendable {
  case none
  case token(AccessToken)
  /// A token that is exchanged for the identity token of a CI job at the first request.
  case exchange(IdentityExchange)

  /// Finds the credential in the official client's order: an exchange if configured, else a stored token; none under
  /// `HF_HUB_DISABLE_IMPLICIT_TOKEN`.
  static func find(in environment: HubEnvironment) -> Credential {
    if environment.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") { return .none }
    if let exchange = IdentityExchange(environment) { return .exchange(exchange) }
    return AccessToken.find(in: environment).map { .token($0) } ?? .none
  }

  /// The current token; nil without one, or before the exchange.
  var current: AccessToken? {
    switch self {
    case .none: nil
    case .token(let token): token
    case .exchange(let exchange): exchange.current
    }
  }
}
