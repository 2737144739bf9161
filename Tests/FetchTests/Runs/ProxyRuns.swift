import Platform
import StubHub
import Testing

@Suite("Proxies")
struct ProxyRuns {
  @Test("http_proxy is read in lower and upper case, and no_proxy excludes hosts")
  func usesProxies() throws {
    let hub = try StubHub([smallModel("org/name")])
    for name in ["http_proxy", "HTTP_PROXY"] {
      let proxy = try StubHub([smallModel("org/name")])
      let run = try runFetch(
        ["org/name", "--no-cache", "--endpoint", "http://hub.example"],
        environment: [name: proxy.baseURL, "NO_PROXY": ""])
      #expect(run.answers == ["org/name"])
      #expect(proxy.requests.count == 2)
      #expect(proxy.requests.allSatisfy { $0.headers["host"] == "hub.example" })
    }
    let broken = "http://127.0.0.1:9"
    let spared = try runFetch(
      ["org/name"], from: hub, environment: ["http_proxy": broken, "no_proxy": "127.0.0.1", "NO_PROXY": ""])
    #expect(spared.answers == ["org/name"])
    let caught = try runFetch(
      ["org/name", "--retries", "0"], from: hub, environment: ["http_proxy": broken, "NO_PROXY": ""])
    #expect(caught.answers == ["network"])
  }
}
