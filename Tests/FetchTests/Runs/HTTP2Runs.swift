import StubHub
import TestSupport
import Testing

@Suite("HTTP/2", .enabled(if: HTTP2Hub.isAvailable, "there is no Python with ALPN, or no openssl"))
struct HTTP2Runs {
  private static let secret = "hf_SecretOfThisTest"

  private func run(_ models: [String], hub: HTTP2Hub, environment: [String: String] = [:]) throws -> FetchRun {
    let variables = ["SSL_CERT_FILE": hub.authority.certificate, "HF_TOKEN": Self.secret]
    return try runFetch(
      models + ["--no-cache", "--jobs", "16", "--timeout", "5", "--endpoint", hub.url],
      environment: variables.merging(environment) { $1 })
  }

  @Test("many models share one connection")
  func multiplexes() throws {
    let hub = try HTTP2Hub()
    let models = (0..<32).map { "a/m\($0)" }
    let run = try run(models, hub: hub)
    #expect(run.answers == models)
    let lines = hub.stop()
    #expect(lines.filter { $0 == "connection" }.count == 1)
    #expect(lines.filter { $0.hasSuffix(" Bearer \(Self.secret)") }.count == lines.count - 1)
  }

  @Test(
    "trailers, interim responses, and streams and connections that the server ends cost only time",
    arguments: ["trailers", "interim", "refused", "reset", "goaway", "cut"])
  func survives(_ model: String) throws {
    let hub = try HTTP2Hub()
    #expect(try run(["a/\(model)"], hub: hub).answers == ["a/\(model)"])
    _ = hub.stop()
  }

  @Test("with all of these at once, the result is complete, in order and without duplicates")
  func survivesAll() throws {
    let hub = try HTTP2Hub()
    let models = ["a/b", "a/trailers", "a/interim", "a/refused", "a/reset", "a/goaway", "a/cut", "a/c"]
    #expect(try run(models, hub: hub).answers == models)
    _ = hub.stop()
  }

  @Test("a tunnel through a proxy works, and the proxy does not see the token")
  func tunnels() throws {
    let hub = try HTTP2Hub()
    let proxy = try ConnectProxy()
    defer { proxy.stop() }
    let run = try run(["a/b"], hub: hub, environment: ["https_proxy": proxy.url, "NO_PROXY": ""])
    #expect(run.answers == ["a/b"])
    #expect(proxy.heads.count == 1)
    #expect(proxy.heads.allSatisfy { $0.hasPrefix("CONNECT localhost:") && !$0.contains(Self.secret) })
    _ = hub.stop()
  }

  @Test("a proxy that refuses the tunnel is a network failure")
  func refusesTunnels() throws {
    let proxy = try ConnectProxy()
    defer { proxy.stop() }
    let run = try runFetch(
      ["a/b", "--retries", "0", "--endpoint", "https://localhost:1"],
      environment: ["https_proxy": proxy.url, "NO_PROXY": ""])
    #expect(run.answers == ["network"])
  }
}
