/// How requests to the endpoint prove who asks.
enum Credential: Sendable {
  case none
  case token(Token)
  /// A token that the first request gets for the identity of a CI job.
  case exchange(IdentityExchange)

  /// Finds the credential in the official client's order: an exchange where one is asked for, else a stored token; none
  /// where it is not to be sent unasked.
  static func find(in environment: HubEnvironment) -> Credential {
    if environment.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") { return .none }
    if let exchange = IdentityExchange(environment) { return .exchange(exchange) }
    return Token.find(in: environment).map { .token($0) } ?? .none
  }

  /// The token, as far as it is there; without a request.
  var current: Token? {
    switch self {
    case .none: nil
    case .token(let token): token
    case .exchange(let exchange): exchange.current
    }
  }
}
