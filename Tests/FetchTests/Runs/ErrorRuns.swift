import Foundation
import JSON
import Platform
import StubHub
import Testing

@Suite("Failures of a model")
struct ErrorRuns {
  @Test("a model that does not exist is reported with and without a token")
  func reportsMissing() throws {
    var options = StubHub.Options()
    options.tokens = ["hf_good"]
    let hub = try StubHub([], options: options)
    let anonymous = try runFetch(["no/such"], from: hub)
    #expect(anonymous.answers == ["not_found"])
    #expect(anonymous.failure?["status"]?.int == 401)
    #expect(anonymous.failure?["hint"]?.string?.contains("HF_TOKEN") == true)
    let known = try runFetch(["no/such"], from: hub, environment: ["HF_TOKEN": "hf_good"])
    #expect(known.answers == ["not_found"])
    #expect(known.failure?["status"]?.int == 404)
    #expect(hub.requests.count == 2)
  }

  @Test("the failure of a gated model has its page, its size and what was tried")
  func reportsGated() throws {
    var model = smallModel("org/gated", parameters: 70_000)
    model.gated = "manual"
    var options = StubHub.Options()
    options.tokens = ["hf_good"]
    let hub = try StubHub([model], options: options)
    for (environment, status) in [([:], 401), (["HF_TOKEN": "hf_good"], 403)] {
      let run = try runFetch(["org/gated"], from: hub, environment: environment)
      let failure = try #require(run.failure)
      #expect(failure["code"]?.string == "gated")
      #expect(failure["status"]?.int == status)
      #expect(failure["hint"]?.string?.contains("\(hub.baseURL)/org/gated") == true)
      #expect(failure["repository"]?["parameters"]?.int == 70_000)
      #expect(failure["repository"]?["size_bytes"]?.int == 140_000)
      #expect(failure["repository"]?["url"]?.string == "\(hub.baseURL)/org/gated")
      #expect(failure["tried"]?.elements.map { $0 }.count == 2)
    }
  }

  @Test("a gated model's failure names the requests that were made, and not one for an info that the request has")
  func listsRequests() throws {
    var model = smallModel("org/gated")
    model.gated = "manual"
    let hub = try StubHub([model])
    let info = #"{"id":"org/gated","sha":"\#(model.sha)","siblings":[],"gated":"manual"}"#
    let run = try runFetch([], from: hub, input: #"{"model":"org/gated","info":\#(info)}"#)
    #expect(run.answers == ["gated"])
    #expect(
      run.failure?["tried"]?.elements.map { $0.string } == [
        "the model info: taken from the request, not from the Hub",
        "a file at \(model.sha), without a token: refused with status 401",
      ])
    #expect(hub.requests.allSatisfy { $0.path.contains("/resolve/") })
  }

  @Test("a disabled model is reported in each form in which the Hub reports it", arguments: [true, false])
  func reportsDisabled(_ inInfo: Bool) throws {
    var model = smallModel("org/gone")
    model.isDisabled = true
    if !inInfo { model.info = #"{"id":"org/gone","sha":"\#(model.sha)"}"# }
    #expect(try runFetch(["org/gone"], from: try StubHub([model])).answers == ["disabled"])
  }

  @Test("an info of another commit than the requested one is a bad response")
  func reportsOtherCommit() throws {
    let other = String(repeating: "0", count: 40)
    let hub = try StubHub([smallModel("org/name")]) { request in
      request.path.hasPrefix("/api/") ? .json(smallModel("org/name").infoText(withSizes: true)) : nil
    }
    let run = try runFetch(["org/name@\(other)"], from: hub)
    #expect(run.answers == ["bad_response"] && run.failure?["message"]?.string?.contains(other) == true)
  }

  @Test("a proxy that asks for credentials is named")
  func reportsProxy() throws {
    let hub = try StubHub([]) { _ in StubResponse(407, headers: [("Proxy-Authenticate", "Basic")]) }
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.answers == ["bad_response"])
    #expect(run.failure?["message"]?.string?.contains("the proxy asks for") == true)
    #expect(run.failure?["hint"]?.string?.contains("http_proxy") == true)
  }

  @Test("bytes after a compressed body are a bad response, not a lost connection")
  func reportsBytesAfterGzip() throws {
    let hub = try StubHub([]) { _ in StubResponse(200, body: Array("{}".utf8), delivery: .gzipWithRest) }
    #expect(try runFetch(["org/name"], from: hub).answers == ["bad_response"])
    #expect(hub.requests.count == 1)
  }

  @Test(
    "a password in a URL is not shown",
    arguments: [
      (["https://user:sec#ret/x@huggingface.co/org/name"], [:]),
      (["org/name", "--endpoint", "https://user:secret@hub.example"], [:]),
      (["org/name", "--retries", "0"], ["http_proxy": "nonsense://user:secret@proxy.example", "NO_PROXY": ""]),
    ])
  func masksPasswords(_ arguments: [String], _ environment: [String: String]) throws {
    let run = try runFetch(arguments, environment: environment)
    #expect(run.status != 0)
    #expect(!(run.output + run.errors).contains("sec"), "\(run.errors)")
  }

  @Test("a repository without config.json is reported")
  func reportsMissingConfig() throws {
    let hub = try StubHub([StubModel("org/adapter", files: ["adapter_config.json": StubFile("{}")])])
    #expect(try runFetch(["org/adapter"], from: hub).answers == ["missing_config"])
  }

  @Test(
    "an answer that is not a model info is a bad response, whose message does not quote it",
    arguments: [
      StubResponse(
        200, headers: [("Content-Type", "text/html")], body: Array("<html>Sign in to Café Wi-Fi</html>".utf8)),
      StubResponse.json("[1,2]"), StubResponse.json("{\"id\": "), StubResponse(200, body: [0xFF, 0xFE, 0]),
      StubResponse(204),
      StubResponse(418, headers: [("Content-Type", "text/html")], body: Array("<html>Café</html>".utf8)),
    ])
  func reportsBadResponse(_ answer: StubResponse) throws {
    let run = try runFetch(["org/name"], from: try StubHub([]) { _ in answer })
    #expect(run.answers == ["bad_response"])
    #expect(run.failure?["status"]?.int == answer.status)
    #expect(!run.output.contains("Caf"))
  }

  @Test("control characters in messages of the server are escaped")
  func escapes() throws {
    let hub = try StubHub([]) { _ in
      StubResponse(
        400, headers: [("Content-Type", "application/json")], body: Array(#"{"error":"\u001b[2Jwiped\u0007"}"#.utf8))
    }
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.failure?["message"]?.string?.contains(#"\u{1b}[2Jwiped\u{7}"#) == true)
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test("a refused connection is a network failure")
  func reportsNetwork() throws {
    let run = try runFetch(["org/name", "--retries", "0"])
    #expect(run.answers == ["network"])
    #expect(run.status == 1)
  }

  @Test(
    "a server that does not send valid HTTP is not said to be unreachable",
    arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"])
  func reportsMalformedResponse(_ response: String) throws {
    let hub = try StubHub([]) { _ in StubResponse(200, body: Array(response.utf8), delivery: .headless) }
    let run = try runFetch(["org/name", "--retries", "0"], from: hub)
    #expect(run.answers == ["network"])
    #expect(run.failure?["message"]?.string?.contains("sent no valid HTTP response: ") == true, "\(run.errors)")
  }

  @Test("a wait for a Hub that does not respond is reported once, with its longest time")
  func reportsWait() throws {
    let run = try runFetch(["org/a", "org/b", "--retries", "3", "--continue-on-error"])
    #expect(run.answers == ["network", "network"])
    #expect(run.errors.components(separatedBy: "; trying again for about ").count == 2)
    #expect(run.errors.contains("hf-fetch: note: 'http://127.0.0.1:9' could not be reached"))
  }

  @Test("a host whose name cannot be resolved is tried twice if no response has arrived")
  func failsSoonWithoutName() throws {
    // No name server is asked: a part of a name has at most 63 letters.
    let host = String(repeating: "a", count: 64) + ".invalid"
    let run = try runFetch(
      ["org/name", "--retries", "5", "--verbose"], environment: ["HF_ENDPOINT": "http://\(host)"])
    #expect(run.answers == ["network"])
    #expect(run.errors.components(separatedBy: "; retrying").count == 2)
  }

  @Test("at a mirror that redirects to another host, a gated model's hint says that the token stays")
  func reportsMirrors() throws {
    var model = smallModel("org/gated")
    model.gated = "auto"
    var options = StubHub.Options()
    options.tokens = ["hf_good"]
    options.tokensWithAccess = ["hf_good"]
    let hub = try StubHub([model], options: options)
    let mirror = try StubHub([]) {
      .redirect(308, to: hub.baseURL + $0.path + ($0.query.isEmpty ? "" : "?" + $0.query))
    }
    let run = try runFetch(["org/gated"], from: mirror, environment: ["HF_TOKEN": "hf_good"])
    #expect(run.answers == ["gated"])
    #expect(run.failure?["hint"]?.string?.contains("HF_ENDPOINT=\(hub.baseURL)") == true)
    #expect(hub.requests.allSatisfy { $0.headers["authorization"] == nil })
  }
}
