import JSON
import Platform
import StubHub
import Synchronization
import Testing

@Suite("The exchange of a CI job's identity for a token")
struct IdentityExchangeRuns {
  private static let identity = "eyIdentityOfThisJob"

  /// A Hub that exchanges the identity for `hf_jwt_0`, `hf_jwt_1` …, each valid until the next one is there.
  private func hub(
    lifetime: Int = 3600, models: Int = 1, answer: @escaping @Sendable (StubRequest) -> StubResponse? = { _ in nil }
  ) throws -> StubHub {
    let count = Mutex(0)
    return try StubHub((0..<models).map { smallModel("org/m\($0)") }) { request in
      guard request.path == "/oauth/token" else {
        // The stub accepts only the newest token.
        let valid = "Bearer hf_jwt_\(count.withLock { $0 } - 1)"
        guard request.headers["authorization"] == valid else { return StubResponse(403) }
        if lifetime < 10 { usleep(200_000) }
        return anonymousAnswer(request, models)
      }
      if let answer = answer(request) { return answer }
      let number = count.withLock { count in
        defer { count += 1 }
        return count
      }
      return .json(#"{"access_token":"hf_jwt_\#(number)","token_type":"bearer","expires_in":\#(lifetime)}"#)
    }
  }

  private let environment = ["HF_OIDC_RESOURCE": "org/m0", "HF_OIDC_ID_TOKEN": identity, "HF_TOKEN": "hf_stored"]

  @Test("happens once for all models, before a stored token is used, as in RFC 8693")
  func exchangesOnce() throws {
    let hub = try hub(models: 8)
    let models = (0..<8).map { "org/m\($0)" }
    let run = try runFetch(models, from: hub, environment: environment)
    #expect(run.answers == models)
    let exchanges = hub.requests.filter { $0.path == "/oauth/token" }
    #expect(exchanges.count == 1)
    let request = try #require(exchanges.first)
    #expect(request.method == "POST")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["authorization"] == nil)
    let body = try JSONDocument(request.body)
    body.withRoot { body in
      #expect(body["grant_type"]?.string == "urn:ietf:params:oauth:grant-type:token-exchange")
      #expect(body["subject_token_type"]?.string == "urn:ietf:params:oauth:token-type:id_token")
      #expect(body["subject_token"]?.string == Self.identity)
      #expect(body["resource"]?.string == "org/m0")
    }
  }

  @Test("a token that is about to expire is replaced")
  func replaces() throws {
    let hub = try hub(lifetime: 1, models: 4)
    let models = (0..<4).map { "org/m\($0)" }
    let run = try runFetch(models + ["--jobs", "1"], from: hub, environment: environment)
    #expect(run.answers == models)
    #expect(hub.requests.filter { $0.path == "/oauth/token" }.count > 1)
  }

  @Test("a refusal is requested once, ends the batch, and shows neither token")
  func reportsRefusal() throws {
    let hub = try hub { request in
      .json(#"{"error":"invalid_grant","error_description":"no publisher for \#(Self.identity)"}"#, status: 400)
    }
    let run = try runFetch(
      ["org/m0", "org/m1", "--continue-on-error", "--verbose"], from: hub, environment: environment)
    #expect(run.answers == ["unauthorized"])
    #expect(run.failure?["message"]?.string?.contains("no publisher for") == true)
    #expect(run.failure?["hint"]?.string?.contains("trusted-publishers") == true)
    #expect(hub.requests.count == 1)
    #expect(!run.output.contains(Self.identity) && !run.errors.contains(Self.identity))
  }

  @Test(
    "a transient error of the exchange is not a refusal, and the exchange is tried again for the next model",
    arguments: [(503, "server_error"), (501, "server_error"), (429, "rate_limited")], [false, true])
  func retriesLater(_ error: (status: Int, code: String), isFromGitHub: Bool) throws {
    let first = Mutex(true)
    let answer: @Sendable (StubRequest) -> StubResponse? = { _ in
      let isFirst = first.withLock { isFirst in
        defer { isFirst = false }
        return isFirst
      }
      return isFirst ? .json(#"{"error":"busy"}"#, status: error.status) : nil
    }
    let hub = try isFromGitHub ? hub(models: 2) : hub(models: 2, answer: answer)
    let gitHub = try StubHub([]) { answer($0) ?? .json(#"{"value":"\#(Self.identity)"}"#) }
    let variables =
      isFromGitHub
      ? [
        "HF_OIDC_RESOURCE": "org/m0", "ACTIONS_ID_TOKEN_REQUEST_URL": gitHub.baseURL + "/id",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "gh_secret",
      ] : environment
    let run = try runFetch(
      ["org/m0", "org/m1", "--continue-on-error", "--jobs", "1", "--retries", "0"], from: hub, environment: variables)
    #expect(run.answers == [error.code, "org/m1"])
    #expect(run.failure?["status"]?.int == error.status)
    let message = run.failure?["message"]?.string ?? ""
    #expect(message.contains("failed to") && message.contains("(status \(error.status))") && message.contains("busy"))
  }

  @Test("models that wait for one exchange share its failure")
  func sharesFailure() throws {
    let hub = try hub(models: 4) { _ in
      usleep(1_000_000)
      return StubResponse(503)
    }
    let models = (0..<4).map { "org/m\($0)" }
    let run = try runFetch(
      models + ["--continue-on-error", "--jobs", "4", "--retries", "0"], from: hub, environment: environment)
    #expect(run.answers == models.map { _ in "server_error" })
    #expect(hub.requests.count < models.count)
  }

  @Test("the identity is requested from GitHub, and a redirect of either request is not followed")
  func asksGitHub() throws {
    let hub = try hub()
    let gitHub = try StubHub([]) { request in
      request.query.contains("moved") ? .redirect(307, to: "/elsewhere") : .json(#"{"value":"\#(Self.identity)"}"#)
    }
    var variables = [
      "HF_OIDC_RESOURCE": "org/m0", "ACTIONS_ID_TOKEN_REQUEST_URL": gitHub.baseURL + "/id?api-version=2.0",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "gh_secret",
    ]
    #expect(try runFetch(["org/m0"], from: hub, environment: variables).answers == ["org/m0"])
    let request = try #require(gitHub.requests.first)
    #expect(request.queryValues("audience") == ["https://huggingface.co"])
    #expect(request.headers["authorization"] == "Bearer gh_secret")
    #expect(hub.requests.allSatisfy { $0.headers["authorization"] != "Bearer gh_secret" })
    variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = gitHub.baseURL + "/id?moved"
    #expect(try runFetch(["org/m0"], from: hub, environment: variables).answers == ["unauthorized"])
    #expect(gitHub.requests.count == 2)
  }

  @Test("a job without an identity gets a hint about what it lacks, and sends no request")
  func reportsMissingIdentity() throws {
    let hub = try hub()
    let run = try runFetch(["org/m0"], from: hub, environment: ["HF_OIDC_RESOURCE": "org/m0"])
    #expect(run.answers == ["unauthorized"])
    #expect(run.failure?["hint"]?.string?.contains("id-token: write") == true)
    #expect(hub.requests.isEmpty)
  }

  @Test("no token is exchanged when implicit tokens are forbidden")
  func leavesExchange() throws {
    let hub = try StubHub([smallModel("org/m0")])
    let variables = environment.merging(["HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"]) { $1 }
    #expect(try runFetch(["org/m0"], from: hub, environment: variables).answers == ["org/m0"])
    #expect(hub.requests.allSatisfy { $0.headers["authorization"] == nil })
  }
}

/// A Hub of small models that has already checked the token.
private func anonymousAnswer(_ request: StubRequest, _ models: Int) -> StubResponse? {
  let name = request.segments.first { $0.hasPrefix("m") && $0 != "models" } ?? "m0"
  return request.path.hasPrefix("/api/models")
    ? .json(smallModel("org/" + name).infoText(withSizes: true)) : .json(#"{"model_type":"llama","hidden_size":64}"#)
}
