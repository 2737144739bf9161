import CommandLineTool
import JSON
import ModelSpec

/// What a request was about, so that an answer can be understood.
struct HubSubject: Sendable {
  /// The repository as it was asked for.
  let id: String
  /// The revision, when one was named.
  var revision: String?
  /// The file; nil for the model info.
  var file: String?
}

/// Turns the Hub's refusals into failures: `X-Error-Code` first, then `X-Error-Message`, then the status.
struct HubAnswers: Sendable {
  let endpoint: Endpoint
  let token: Token?

  /// One kind of refusal: how to know it, what it is called.
  private struct Rule: Sendable {
    let statuses: Set<Int>
    var errorCode: String?
    /// Lower-case text that the message must hold.
    var message: String?
    let kind: Kind
  }

  private enum Kind: Sendable {
    case gated, repositoryMissing, revisionMissing, entryMissing, disabled, badToken, expiredToken, rateLimited
    case serverError, refused
  }

  private static let clientErrors = Set(400..<500)

  /// The first rule that matches decides. Codes come before words, and the gate before the missing repository.
  private static let rules: [Rule] = [
    Rule(statuses: [429], kind: .rateLimited),
    Rule(statuses: clientErrors, errorCode: "GatedRepo", kind: .gated),
    Rule(statuses: clientErrors, errorCode: "RevisionNotFound", kind: .revisionMissing),
    Rule(statuses: clientErrors, errorCode: "EntryNotFound", kind: .entryMissing),
    Rule(statuses: clientErrors, errorCode: "RepoNotFound", kind: .repositoryMissing),
    Rule(statuses: clientErrors, errorCode: "RepositoryNotFound", kind: .repositoryMissing),
    Rule(statuses: [403], message: "access to this resource is disabled", kind: .disabled),
    Rule(statuses: [400, 401, 403], message: "invalid credentials in authorization header", kind: .badToken),
    Rule(statuses: [400, 401, 403], message: "is expired", kind: .expiredToken),
    Rule(statuses: [401, 404], kind: .repositoryMissing),
    Rule(statuses: Set(500..<600).union([408]), kind: .serverError),
  ]

  /// The failure that an answer of a status other than success means.
  func failure(_ response: HTTPResponse, about subject: HubSubject) -> Failure {
    let words = ServerWords.of(response)
    let kind = HubAnswers.rules.first { rule in
      rule.statuses.contains(response.status)
        && (rule.errorCode.map { $0 == response.header("X-Error-Code") } ?? true)
        && (rule.message.map { words.lowercased().contains($0) } ?? true)
    }?.kind
    var failure = makeFailure(kind ?? .refused, response, subject, words)
    failure.modelID = subject.id
    failure.status = response.status
    return failure
  }

  /// The failure that an answer of a status other than success means for a listing, which is about no one model.
  func listingFailure(_ response: HTTPResponse) -> Failure {
    var failure = failure(response, about: HubSubject(id: "api/models"))
    failure.modelID = nil
    if failure.code == .notFound {
      failure.code = .badResponse
      failure.message = "'\(endpoint.text)' has no list of models"
      failure.hint = "check that HF_ENDPOINT names a Hub"
    }
    return failure
  }

  /// Whether an answer says that the repository has no such file.
  static func isMissingEntry(_ response: HTTPResponse) -> Bool {
    response.status == 404 && response.header("X-Error-Code") == "EntryNotFound"
  }

  private func makeFailure(_ kind: Kind, _ response: HTTPResponse, _ subject: HubSubject, _ words: String) -> Failure {
    let page = endpoint.page(of: subject.id)
    func fail(_ code: FailureCode, _ message: String, _ hint: String) -> Failure {
      Failure(code, stage: .fetch, message: message, hint: hint)
    }
    switch kind {
    case .gated where token != nil && response.otherOrigin != nil:
      let other = response.otherOrigin ?? ""
      return fail(
        .gated, "'\(subject.id)' is gated, and '\(endpoint.text)' redirects to '\(other)', which is not sent the token",
        "the token stays with the endpoint: set HF_ENDPOINT=\(other), and accept the terms at \(other)/\(subject.id)")
    case .gated where token == nil:
      return fail(
        .gated, "'\(subject.id)' is gated: its files need a token and its owner's terms accepted",
        "accept the terms at \(page), then set HF_TOKEN to a token from \(endpoint.text)/settings/tokens")
    case .gated:
      return fail(
        .gated, "'\(subject.id)' is gated, and the token (from \(tokenSource)) has no access to it",
        "ask for access at \(page) with the account that the token belongs to; fine-grained tokens must allow gated repositories"
      )
    case .repositoryMissing where token == nil:
      return fail(
        .notFound, "there is no public model '\(subject.id)' at \(endpoint.text): it does not exist, or it is private",
        "check the spelling and the case, and whether the organization was renamed or the model moved; "
          + "for a private model set HF_TOKEN")
    case .repositoryMissing:
      return fail(
        .notFound, "there is no model '\(subject.id)' at \(endpoint.text) that the token (from \(tokenSource)) may see",
        "check the spelling and the case, and whether the organization was renamed or the model moved")
    case .revisionMissing:
      return fail(
        .revisionNotFound, "'\(subject.id)' has no revision '\(subject.revision ?? "main")'",
        "see its branches and tags at \(page)/tree/main, or leave the revision out")
    case .entryMissing:
      return fail(
        .missingConfig, "'\(subject.id)' has no \(subject.file ?? "config.json")",
        "see \(page)/tree/main: it may be an adapter, a dataset's helper, or in another format")
    case .disabled: return HubAnswers.disabled(subject.id, page)
    case .badToken:
      return fail(
        .unauthorized, "the Hub does not know the token from \(tokenSource)",
        "make a new one at \(endpoint.text)/settings/tokens; public models need none: unset it, or set HF_HUB_DISABLE_IMPLICIT_TOKEN=1"
      )
    case .expiredToken:
      return fail(
        .unauthorized, "the token from \(tokenSource) has expired", "make a new one at \(endpoint.text)/settings/tokens"
      )
    case .rateLimited:
      return fail(
        .rateLimited, "the Hub refuses more requests for now",
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
  func failure(for response: HTTPResponse, about subject: HubSubject) -> Failure {
    HubAnswers(endpoint: endpoint, token: token).failure(response, about: subject)
  }
}
