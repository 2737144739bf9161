import CommandLineTool
import JSON
import ModelSpec

/// Turns the Hub's refusals into failures: `X-Error-Code` first, then `X-Error-Message`, then the status.
struct HubRefusals: Sendable {
  let endpoint: Endpoint
  let token: AccessToken?

  /// How to recognize one kind of refusal.
  private struct Pattern: Sendable {
    let statuses: Set<Int>
    var errorCode: String?
    /// Lower-case text that the message must contain.
    var message: String?
    let reason: Reason
  }

  private enum Reason: Sendable {
    case gated, repositoryMissing, revisionMissing, entryMissing, disabled, badToken, expiredToken, rateLimited
    case serverError, refused
  }

  private static let clientErrors = Set(400..<500)

  /// The first pattern that matches decides. Patterns with an error code come before those with a message, since
  /// messages may change. `gated` comes before `repositoryMissing`, which matches any 401.
  private static let patterns: [Pattern] = [
    Pattern(statuses: [429], reason: .rateLimited),
    Pattern(statuses: clientErrors, errorCode: "GatedRepo", reason: .gated),
    Pattern(statuses: clientErrors, errorCode: "RevisionNotFound", reason: .revisionMissing),
    Pattern(statuses: clientErrors, errorCode: "EntryNotFound", reason: .entryMissing),
    Pattern(statuses: clientErrors, errorCode: "RepoNotFound", reason: .repositoryMissing),
    Pattern(statuses: clientErrors, errorCode: "RepositoryNotFound", reason: .repositoryMissing),
    Pattern(statuses: [403], message: "access to this resource is disabled", reason: .disabled),
    Pattern(statuses: [400, 401, 403], message: "invalid credentials in authorization header", reason: .badToken),
    Pattern(statuses: [400, 401, 403], message: "is expired", reason: .expiredToken),
    Pattern(statuses: [401, 404], reason: .repositoryMissing),
    Pattern(statuses: Set(500..<600).union([408]), reason: .serverError),
  ]

  /// The failure that an answer of a status other than success means.
  func failure(_ response: HTTPResponse, about resource: RequestedResource) -> Failure {
    let words = ServerErrorMessage.of(response)
    let reason = HubRefusals.patterns.first { pattern in
      pattern.statuses.contains(response.status)
        && (pattern.errorCode.map { $0 == response.header("X-Error-Code") } ?? true)
        && (pattern.message.map { words.lowercased().contains($0) } ?? true)
    }?.reason
    var failure = makeFailure(reason ?? .refused, response, resource, words)
    failure.modelID = resource.id
    failure.status = response.status
    return failure
  }

  /// The failure for a refused listing, which is not about one model.
  func listingFailure(_ response: HTTPResponse) -> Failure {
    var failure = failure(response, about: RequestedResource(id: "api/models"))
    failure.modelID = nil
    if failure.code == .notFound {
      failure.code = .badResponse
      failure.message = "'\(endpoint.text)' has no list of models"
      failure.hint = "check that HF_ENDPOINT names a Hub"
    }
    return failure
  }

  /// Whether the answer means that the repository has no such file.
  static func isMissingEntry(_ response: HTTPResponse) -> Bool {
    response.status == 404 && response.header("X-Error-Code") == "EntryNotFound"
  }

  private func makeFailure(_ reason: Reason, _ response: HTTPResponse, _ resource: RequestedResource, _ words: String)
    -> Failure
  {
    let page = endpoint.page(of: resource.id)
    func fail(_ code: FailureCode, _ message: String, _ hint: String) -> Failure {
      Failure(code, stage: .fetch, message: message, hint: hint)
    }
    switch reason {
    case .gated where token != nil && response.otherOrigin != nil:
      let other = response.otherOrigin ?? ""
      return fail(
        .gated,
        "'\(resource.id)' is gated, and '\(endpoint.text)' redirects to '\(other)'; the token is not sent there",
        "the token stays with the endpoint: set HF_ENDPOINT=\(other), and accept the terms at \(other)/\(resource.id)")
    case .gated where token == nil:
      return fail(
        .gated, "'\(resource.id)' is gated: its files need a token and its owner's terms accepted",
        "accept the terms at \(page), then set HF_TOKEN to a token from \(endpoint.text)/settings/tokens")
    case .gated:
      return fail(
        .gated, "'\(resource.id)' is gated, and the token (from \(tokenSource)) has no access to it",
        "ask for access at \(page) with the account that the token belongs to; fine-grained tokens must allow gated repositories"
      )
    case .repositoryMissing where token == nil:
      return fail(
        .notFound, "there is no public model '\(resource.id)' at \(endpoint.text): it does not exist, or it is private",
        "check the spelling and the case, and whether the organization was renamed or the model moved; "
          + "for a private model set HF_TOKEN")
    case .repositoryMissing:
      return fail(
        .notFound,
        "there is no model '\(resource.id)' at \(endpoint.text) that the token (from \(tokenSource)) may see",
        "check the spelling and the case, and whether the organization was renamed or the model moved")
    case .revisionMissing:
      return fail(
        .revisionNotFound, "'\(resource.id)' has no revision '\(resource.revision ?? "main")'",
        "see its branches and tags at \(page)/tree/main, or leave the revision out")
    case .entryMissing:
      return fail(
        .missingConfig, "'\(resource.id)' has no \(resource.file ?? "config.json")",
        "see \(page)/tree/main: it may be an adapter, a dataset's helper, or in another format")
    case .disabled: return HubRefusals.disabled(resource.id, page)
    case .badToken:
      return fail(
        .unauthorized, "the Hub rejects the token from \(tokenSource) as unknown",
        "make a new one at \(endpoint.text)/settings/tokens; public models need none: unset it, or set HF_HUB_DISABLE_IMPLICIT_TOKEN=1"
      )
    case .expiredToken:
      return fail(
        .unauthorized, "the token from \(tokenSource) has expired", "make a new one at \(endpoint.text)/settings/tokens"
      )
    case .rateLimited:
      return fail(
        .rateLimited, "the Hub refuses further requests for a time (rate limit)",
        "wait a few minutes; with HF_TOKEN set the limits are higher")
    case .serverError:
      return fail(
        .serverError, "the Hub failed with status \(response.status)\(quoted(words))",
        "try again later; see https://status.huggingface.co")
    case .refused:
      return fail(
        response.status < 400 ? .badResponse : response.status == 403 ? .unauthorized : .badResponse,
        "the Hub answered with status \(response.status)\(quoted(words))",
        "check that HF_ENDPOINT names a Hub, and the token's permissions")
    }
  }

  /// The failure for a model that the Hub took down.
  static func disabled(_ id: String, _ page: String) -> Failure {
    Failure(
      .disabled, stage: .fetch, modelID: id, message: "'\(id)' was disabled by the Hub",
      hint: "see \(page) for the reason")
  }

  private var tokenSource: String { token?.source ?? "nowhere" }

  private func quoted(_ words: String) -> String { words.isEmpty ? "" : ": '\(words)'" }
}

extension HubClient {
  /// The failure that an answer of a status other than success means.
  func failure(for response: HTTPResponse, about resource: RequestedResource) -> Failure {
    HubRefusals(endpoint: endpoint, token: token).failure(response, about: resource)
  }
}
