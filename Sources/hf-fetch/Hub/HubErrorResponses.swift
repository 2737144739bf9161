import CommandLineTool
import JSON
import ModelSpec

/// Turns the Hub's error responses into failures. A response is recognized by its `X-Error-Code`, its message or its
/// status.
struct HubErrorResponses: Sendable {
  let endpoint: Endpoint
  /// The Hub token of the run; nil without one.
  let token: AccessToken?

  /// How to recognize an error response.
  private struct Pattern: Sendable {
    let statuses: Set<Int>
    /// The value that `X-Error-Code` must have; nil for any.
    var errorCode: String?
    /// Text in lower case that the message must contain, in any case; nil for any message.
    var message: String?
    let reason: Reason
  }

  private enum Reason: Sendable {
    case gated, repositoryMissing, revisionMissing, entryMissing, disabled, badToken, expiredToken, rateLimited
    case serverError, proxyRefused, other
  }

  /// The error code of a file that does not exist.
  private static let entryNotFound = "EntryNotFound"
  private static let clientErrors = Set(400..<500)
  /// A 408 reports that the server did not wait for the request.
  private static let serverErrors = Set(500..<600).union([408])

  /// The first pattern that matches decides. Patterns with an error code come before those with a message, since
  /// messages may change. The patterns without either match any other response with the status.
  private static let patterns: [Pattern] = [
    Pattern(statuses: [429], reason: .rateLimited),
    Pattern(statuses: clientErrors, errorCode: "GatedRepo", reason: .gated),
    Pattern(statuses: clientErrors, errorCode: "RevisionNotFound", reason: .revisionMissing),
    Pattern(statuses: clientErrors, errorCode: entryNotFound, reason: .entryMissing),
    Pattern(statuses: clientErrors, errorCode: "RepoNotFound", reason: .repositoryMissing),
    Pattern(statuses: clientErrors, errorCode: "RepositoryNotFound", reason: .repositoryMissing),
    Pattern(statuses: [403], message: "access to this resource is disabled", reason: .disabled),
    Pattern(statuses: [400, 401, 403], message: "invalid credentials in authorization header", reason: .badToken),
    Pattern(statuses: [400, 401, 403], message: "is expired", reason: .expiredToken),
    Pattern(statuses: [401, 404], reason: .repositoryMissing),
    Pattern(statuses: [407], reason: .proxyRefused),
    Pattern(statuses: serverErrors, reason: .serverError),
  ]

  /// The failure for a response whose status is not a success.
  func failure(_ response: HTTPResponse, about resource: RequestedResource) -> Failure {
    let serverMessage = ServerErrorMessage.of(response)
    let reason = HubErrorResponses.patterns.first { pattern in
      pattern.statuses.contains(response.status)
        && (pattern.errorCode.map { $0 == response.errorCode } ?? true)
        && (pattern.message.map { serverMessage.lowercased().contains($0) } ?? true)
    }?.reason
    var failure = makeFailure(reason ?? .other, response, resource, serverMessage)
    failure.modelID = resource.id
    failure.status = response.status
    return failure
  }

  /// The failure for an error response to a request for a list of models. It names no model.
  func listingFailure(_ response: HTTPResponse) -> Failure {
    var failure = failure(response, about: RequestedResource(id: "api/models"))
    failure.modelID = nil
    if failure.code == .notFound {
      failure.code = .badResponse
      failure.message = "'\(endpoint.text)' has no list of models"
      failure.hint = Endpoint.hint
    }
    return failure
  }

  /// Whether the response says nothing about the request, because the server failed or its rate limit is reached.
  static func isTransient(_ response: HTTPResponse) -> Bool {
    response.status == 429 || serverErrors.contains(response.status)
  }

  /// Whether the response means that the repository has no such file.
  static func isMissingEntry(_ response: HTTPResponse) -> Bool {
    response.status == 404 && response.errorCode == entryNotFound
  }

  private func makeFailure(
    _ reason: Reason, _ response: HTTPResponse, _ resource: RequestedResource, _ serverMessage: String
  ) -> Failure {
    let page = endpoint.page(of: resource.id)
    let details = serverMessage.isEmpty ? "" : ": '\(serverMessage)'"
    switch reason {
    case .gated: return gated(resource, response, page)
    case .repositoryMissing: return repositoryMissing(resource, response)
    case .badToken, .expiredToken: return unusableToken(isExpired: reason == .expiredToken)
    case .disabled: return HubErrorResponses.disabled(resource.id, page)
    case .revisionMissing:
      return fail(
        .revisionNotFound, "'\(resource.id)' has no revision '\(resource.revision ?? Revision.standard)'",
        "see its branches and tags at \(page)/tree/main, or leave the revision out")
    case .entryMissing:
      return HubErrorResponses.missingFile(resource.file ?? ConfigFile.model, of: resource.id, page)
    case .rateLimited:
      return fail(
        .rateLimited, "the Hub's rate limit is reached (status 429)",
        "wait a few minutes; with HF_TOKEN set, the limits are higher")
    case .serverError:
      return fail(
        .serverError, "the Hub failed with status \(response.status)\(details)",
        "try again later; see https://status.huggingface.co")
    case .proxyRefused:
      return fail(
        .badResponse, "the proxy asks for a user name and a password (status 407)",
        ConnectionFailures.proxyHint)
    case .other:
      return fail(
        response.status == 403 ? .unauthorized : .badResponse,
        "the Hub responded with status \(response.status)\(details)",
        "check the token's permissions; also \(Endpoint.hint)")
    }
  }

  private func fail(_ code: FailureCode, _ message: String, _ hint: String) -> Failure {
    Failure(code, stage: .fetch, message: message, hint: hint)
  }

  private func gated(_ resource: RequestedResource, _ response: HTTPResponse, _ page: String) -> Failure {
    guard token != nil else {
      return fail(
        .gated, "'\(resource.id)' is gated: its files need a token, and its owner's terms must be accepted",
        "accept the terms at \(page), then set HF_TOKEN to a token from \(endpoint.text)/settings/tokens")
    }
    if let other = response.otherOrigin {
      return fail(
        .gated,
        "'\(resource.id)' is gated, and '\(endpoint.text)' redirects to '\(other)', to which the token is not sent",
        "the token is sent to the endpoint only: set HF_ENDPOINT=\(other), and accept the terms at \(other)/\(resource.id)"
      )
    }
    return fail(
      .gated, "'\(resource.id)' is gated, and \(tokenName) has no access to it",
      "ask for access at \(page) with the account that the token belongs to; fine-grained tokens must allow gated "
        + "repositories")
  }

  private func repositoryMissing(_ resource: RequestedResource, _ response: HTTPResponse) -> Failure {
    let mirror = response.otherOrigin.map { other in
      "; '\(endpoint.text)' redirects to '\(other)', to which the token is not sent: for a private model set "
        + "HF_ENDPOINT=\(other)"
    }
    let hint =
      "check the spelling and the case, and whether the organization was renamed or the model moved" + (mirror ?? "")
    guard token != nil else {
      return fail(
        .notFound, "there is no public model '\(resource.id)' at \(endpoint.text): it does not exist, or it is private",
        hint + (mirror == nil ? "; for a private model set HF_TOKEN" : " and HF_TOKEN"))
    }
    return fail(
      .notFound, "there is no model '\(resource.id)' at \(endpoint.text) that \(tokenName) may read", hint)
  }

  private func unusableToken(isExpired: Bool) -> Failure {
    let newToken = "make a new one at \(endpoint.text)/settings/tokens"
    if isExpired { return fail(.unauthorized, "\(tokenName) has expired", newToken) }
    return fail(
      .unauthorized, "the Hub does not know \(tokenName)",
      newToken + "; public models need no token: unset it, or set HF_HUB_DISABLE_IMPLICIT_TOKEN=1")
  }

  /// The token and where it was found, for messages.
  private var tokenName: String { token.map { "the token from \($0.source)" } ?? "the token" }

  /// The failure for a model that the Hub has disabled.
  ///
  /// - Parameter page: the URL of the model's page.
  static func disabled(_ id: String, _ page: String) -> Failure {
    Failure(
      .disabled, stage: .fetch, modelID: id, message: "'\(id)' was disabled by the Hub",
      hint: "see \(page) for the reason")
  }

  /// The failure for a repository without a file that is needed: config.json or a weight file.
  ///
  /// - Parameter page: the URL of the model's page.
  static func missingFile(_ file: String, of id: String, _ page: String) -> Failure {
    Failure(
      .missingConfig, stage: .fetch, modelID: id, message: "'\(id)' has no \(file.escapingControlCharacters())",
      hint: "see \(page)/tree/main; "
        + (file == ConfigFile.model
          ? "name a repository with a config.json or a GGUF file; instead of an adapter, name its base model"
          : "perhaps the upload of the file has not ended, or a mirror lacks it"),
      status: 404)
  }
}

extension HubClient {
  /// The failure for a response whose status is not a success.
  func failure(for response: HTTPResponse, about resource: RequestedResource) -> Failure {
    errorResponses.failure(response, about: resource)
  }
}

extension HTTPResponse {
  /// The Hub's code of an error, such as `EntryNotFound`; nil without one.
  var errorCode: String? { header("X-Error-Code") }
}
