import JSON
import StubHub
import Testing

@Suite("The token and redirects")
struct RedirectRuns {
  private static let secret = "hf_SecretOfThisTest"

  private static var options: StubHub.Options {
    var options = StubHub.Options()
    options.tokens = [secret]
    return options
  }

  /// `HUB` is the endpoint's port, `OTHER` another server's.
  @Test(
    "the token is sent only to the endpoint's origin, for every form of a redirect",
    arguments: [
      "//127.0.0.1:OTHER/PATH", "http://127.0.0.1:OTHER/PATH", "HTTP://127.0.0.1:OTHER/PATH",
      "http://127.0.0.1:HUB@127.0.0.1:OTHER/PATH", "http://user:word@127.0.0.1:OTHER/PATH",
      "//127.0.0.1:HUB@127.0.0.1:OTHER/PATH", "http://LOCALHOST:HUB/PATH", "http://localhost:HUB/PATH",
      "http://localhost.:HUB/PATH", "http://127.0.0.1.:HUB/PATH", "http://127.1:HUB/PATH", "http://0x7f000001:HUB/PATH",
      "http://[::ffff:127.0.0.1]:HUB/PATH", "http://[::1]:OTHER/PATH", "http://127.0.0.2:HUB/PATH",
      "http:\\\\127.0.0.1:OTHER/PATH", "\\\\127.0.0.1:OTHER/PATH", "/\\127.0.0.1:OTHER/PATH",
      "http:/127.0.0.1:OTHER/PATH", "http:127.0.0.1:OTHER/PATH", "/\t/127.0.0.1:OTHER/PATH", "\t//127.0.0.1:OTHER/PATH",
      "http://127.0.0.1:OTHER\t/PATH", "http://127.0.0.1:HUB#@127.0.0.1:OTHER/PATH",
      "http://127.0.0.1:HUB?@127.0.0.1:OTHER/PATH", "http://127.0.0.1:HUB%40127.0.0.1:OTHER/PATH",
      "http://127.0.0.1:HUB\\@127.0.0.1:OTHER/PATH", "http://127.0.0.1%3AHUB@127.0.0.1:OTHER/PATH",
      "/PATH", "http://127.0.0.1:HUB/PATH", "http://127.0.0.1:0HUB/PATH", "///127.0.0.1:OTHER/PATH",
      "https://127.0.0.1:OTHER/PATH", "ftp://127.0.0.1:OTHER/PATH",
      "http://127.0.0.1:OTHER/PATH?next=http://127.0.0.1:HUB",
    ])
  func keepsToken(_ form: String) throws {
    let other = try StubHub([smallModel("org/name")], options: Self.options)
    let port = String(other.baseURL.drop { $0 != ":" }.dropFirst().drop { $0 != ":" }.dropFirst())
    let hub = try StubHub([smallModel("org/name")], options: Self.options) { request in
      guard !request.query.contains("moved") else { return nil }
      let own = String((request.headers["host"] ?? "").split(separator: ":").last ?? "")
      let location = replacing(
        [("HUB", own), ("OTHER", port), ("PATH", String(request.path.dropFirst()) + "?moved")], in: form)
      return .redirect(307, to: location)
    }
    let authority = String(hub.baseURL.dropFirst("http://".count))
    _ = try runFetch(
      ["org/name", "--no-cache", "--retries", "0", "--timeout", "2"], from: hub, environment: ["HF_TOKEN": Self.secret])
    #expect(!hub.requests.isEmpty)
    for request in hub.requests {
      #expect((request.headers["authorization"] != nil) == (request.headers["host"] == authority), "\(request)")
    }
    #expect(other.requests.allSatisfy { $0.headers["authorization"] == nil })
  }

  @Test("a model that is missing after a mirror's redirect, or under another spelling, is not renamed")
  func reportsMissingAfterMirror() throws {
    let other = try StubHub([])
    let hub = try StubHub([]) { request in
      if request.path.hasSuffix("org/Cased") { return .redirect(307, to: "/api/models/org/cased") }
      return request.path.hasSuffix("name") ? .redirect(308, to: other.baseURL + request.path) : nil
    }
    let mirrored = try runFetch(["org/name"], from: hub)
    #expect(mirrored.answers == ["not_found"])
    #expect(mirrored.failure?["hint"]?.string?.contains("HF_ENDPOINT=\(other.baseURL)") == true)
    #expect(try runFetch(["org/Cased"], from: hub).answers == ["not_found"])
  }

  @Test("a redirect that carries the token to another host is not followed, and nothing shows it")
  func refusesTokenInURL() throws {
    let other = try StubHub([], options: Self.options)
    let hub = try StubHub([], options: Self.options) { request in
      .redirect(307, to: other.baseURL + "/" + (request.headers["authorization"] ?? "").suffix(Self.secret.count))
    }
    let run = try runFetch(["org/name", "--verbose"], from: hub, environment: ["HF_TOKEN": Self.secret])
    #expect(run.answers == ["bad_response"])
    #expect(other.requests.isEmpty)
    #expect(!run.output.contains(Self.secret) && !run.errors.contains(Self.secret))
    #expect(!run.output.contains(Self.secret) && !run.errors.contains(Self.secret))
  }
}

private func replacing(_ pairs: [(String, String)], in text: String) -> String {
  pairs.reduce(text) { text, pair in
    text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
  }
}
