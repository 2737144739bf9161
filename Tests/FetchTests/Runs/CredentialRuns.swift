import Foundation
import JSON
import Platform
import StubHub
import TestSupport
import Testing

@Suite("The access token")
struct CredentialRuns {
  private static let secret = "hf_SecretOfThisTest"

  /// A packed model, whose weights are on a second host, reached by a redirect.
  private func packedModel() -> StubModel {
    var model = StubModel(
      "org/packed",
      files: [
        "config.json": StubFile(#"{"quantization_config":{"quant_method":"gptq","bits":4}}"#),
        "model.safetensors": safetensorsFile([TestTensor("a.qweight", "I32", [8, 8])]),
      ])
    model.gated = "manual"
    return model
  }

  @Test("another host gets no Authorization header, and no output or file has the token")
  func keepsTheToken() throws {
    var options = StubHub.Options()
    options.tokens = [Self.secret]
    options.tokensWithAccess = [Self.secret]
    let hub = try StubHub([packedModel()], options: options) { request in
      // A server that gives the token back must not get it printed.
      request.path.contains("echo") ? .error(400, message: request.headers["authorization"] ?? "") : nil
    }
    let home = try ScratchDirectory()
    let run = try runFetch(
      ["--verbose", "--exact", "--continue-on-error", "org/packed", "org/echo"], from: hub, home: home,
      environment: ["HF_TOKEN": Self.secret + "\n"])
    #expect(run.answers == ["org/packed", "bad_response"])
    #expect(run.weights?["headers"] != nil)
    let toContent = hub.requests.filter(\.isForContentHost)
    #expect(!toContent.isEmpty)
    #expect(toContent.allSatisfy { $0.headers["authorization"] == nil })
    #expect(
      hub.requests.filter { !$0.isForContentHost }.allSatisfy { $0.headers["authorization"] == "Bearer \(Self.secret)" }
    )
    #expect(!run.output.contains(Self.secret))
    #expect(!run.errors.contains(Self.secret))
    #expect(try !filesContain(Self.secret, below: home.url))
  }

  private func filesContain(_ text: String, below folder: URL) throws -> Bool {
    let files =
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    #expect(files.count > 3)
    return files.contains { url in (try? Data(contentsOf: url)).map { $0.range(of: Data(text.utf8)) != nil } ?? false }
  }

  @Test("a redirect to another port is followed without the token")
  func dropsOnOtherPorts() throws {
    var options = StubHub.Options()
    options.tokens = [Self.secret]
    let other = try StubHub([smallModel("org/name")], options: options)
    let hub = try StubHub([], options: options) { .redirect(307, to: other.baseURL + $0.path) }
    let run = try runFetch(["org/name"], from: hub, environment: ["HF_TOKEN": Self.secret])
    #expect(run.answers == ["org/name"])
    #expect(other.requests.allSatisfy { $0.headers["authorization"] == nil })
    #expect(hub.requests.allSatisfy { $0.headers["authorization"] != nil })
  }

  @Test("a refused token is not reported as a missing model, and the message names its source")
  func reportsBadTokens() throws {
    let hub = try StubHub([smallModel("org/name")])
    let bad = try runFetch(["org/name"], from: hub, environment: ["HUGGING_FACE_HUB_TOKEN": "hf_wrong"])
    #expect(bad.answers == ["unauthorized"])
    #expect(bad.failure?["message"]?.string?.contains("HUGGING_FACE_HUB_TOKEN") == true)
    let unasked = try runFetch(
      ["org/name"], from: hub, environment: ["HF_TOKEN": "hf_wrong", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"])
    #expect(unasked.answers == ["org/name"])
  }

  @Test("the first refused token ends a batch that goes on after failures")
  func endsAtRefusedToken() throws {
    let models = (0..<4).map { "org/m\($0)" }
    let hub = try StubHub(models.map { smallModel($0) })
    let run = try runFetch(
      ["org/missing"] + models + ["--continue-on-error", "--jobs", "1"], from: hub,
      environment: ["HF_TOKEN": "hf_wrong"])
    #expect(run.answers == ["unauthorized"])
    #expect(run.status == 1)
    #expect(hub.requests.count == 1)
  }

  @Test("the token file is used")
  func readsTokenFile() throws {
    var options = StubHub.Options()
    options.tokens = [Self.secret]
    let hub = try StubHub([smallModel("org/name")], options: options)
    let home = try ScratchDirectory()
    try FileManager.default.createDirectory(atPath: home.path("hf"), withIntermediateDirectories: true)
    try home.write(Self.secret + "\n", to: "hf/token")
    let run = try runFetch(["org/name"], from: hub, home: home)
    #expect(run.answers == ["org/name"])
    #expect(hub.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(Self.secret)" })
  }

  /// What a server may answer with the token in it.
  enum Echo: CaseIterable {
    case longText, errorMessage, manyErrors, name, info, config, warning, renamedAway, redirect, header
    case escapedMessage, escapedConfig, escapedRedirect, base64, basicCredentials

    /// A text as a cautious writer of JSON has it: nothing but letters and digits as they are, and not even all of
    /// these.
    private func escaped(_ text: String) -> String {
      text.utf8.enumerated().map { index, byte in
        let isPlain = index % 3 > 0 && byte != UInt8(ascii: "_")
        return isPlain ? String(UnicodeScalar(byte)) : "\\u00" + String(byte, radix: 16)
      }.joined()
    }

    func answer(_ request: StubRequest, _ token: String) -> StubResponse? {
      let isInfo = request.path.hasPrefix("/api/models/org/echo")
      let text = [("Content-Type", "text/plain")]
      switch self {
      case .longText: return StubResponse(403, headers: text, body: Array(String(repeating: token, count: 14).utf8))
      case .errorMessage: return .error(400, message: String(repeating: "x", count: 290) + token)
      case .manyErrors:
        return .json(#"{"errors":[{"message":"\#(token)"},{"message":"a \#(token) b"}]}"#, status: 400)
      case .name: return isInfo ? .json(#"{"id":"org/\#(token)","sha":"\#(token)","\#(token)":1}"#) : .json("{}")
      case .info:
        return isInfo
          ? .json(#"{"id":"org/echo","tags":["\#(token)"],"siblings":[{"rfilename":"\#(token)"}]}"#) : .json("{}")
      case .config: return isInfo ? nil : .json(#"{"hidden_size":8,"x":"\#(token)","\#(token)":"y"}"#)
      case .warning:
        return StubResponse(404, headers: [("X-HF-Warning", "\(token); you sent \(token)")], body: Array(token.utf8))
      case .renamedAway:
        if request.path.hasSuffix(token) { return .error(404, code: "RepoNotFound", message: "gone") }
        return .redirect(307, to: "/api/models/org/" + token)
      case .redirect: return .redirect(307, to: "ftp://\(token)/\(token)")
      case .header: return StubResponse(451, headers: [("X-Error-Message", "\(token) \(token)")])
      case .escapedMessage: return .json(#"{"error":"\#(escaped(token))"}"#, status: 400)
      case .escapedConfig: return isInfo ? nil : .json(#"{"hidden_size":8,"\#(escaped(token))":"\#(escaped(token))"}"#)
      case .escapedRedirect:
        let path = "/api/models/org/" + token.utf8.map { "%" + String($0, radix: 16) }.joined()
        return request.path.hasSuffix("echo")
          ? .redirect(307, to: path) : .error(404, code: "RepoNotFound", message: "")
      case .base64: return .error(400, message: "you sent " + Data(token.utf8).base64EncodedString())
      case .basicCredentials: return .error(400, message: Data("user:\(token)".utf8).base64EncodedString())
      }
    }
  }

  @Test("a token that a server sends back is neither shown nor stored, not even in part", arguments: Echo.allCases)
  func masksEchoes(_ echo: Echo) throws {
    var options = StubHub.Options()
    options.tokens = [Self.secret]
    let hub = try StubHub([smallModel("org/echo")], options: options) { request in
      echo.answer(request, String((request.headers["authorization"] ?? "").dropFirst("Bearer ".count)))
    }
    let home = try ScratchDirectory()
    let run = try runFetch(["--verbose", "org/echo"], from: hub, home: home, environment: ["HF_TOKEN": Self.secret])
    #expect(run.documents.count == 1)
    // Part of a token is too much: what is shown is cut after it is masked.
    let part = String(Self.secret.prefix(8))
    // Its base64, too: the part that is the same whatever it begins with.
    let parts = [part, String(part.dropFirst(2)), "SecretOf", "U2VjcmV0", "NlY3JldE", "TZWNyZXRP"]
    for part in parts {
      #expect(!run.output.contains(part))
      #expect(!run.errors.contains(part))
    }
    let files = FileManager.default.enumerator(at: home.url, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    for file in files ?? [] {
      #expect(!file.path(percentEncoded: false).contains(part))
      if let content = try? Data(contentsOf: file) { #expect(content.range(of: Data(part.utf8)) == nil) }
    }
  }
}
