import JSON
import TestSupport
import Testing

@testable import MCP

@Suite("MCP revisions")
struct RevisionTests {
  @Test(
    "initialize agrees on the requested revision, or on the newest one that has initialize",
    arguments: [
      ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
      ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1999-01-01", "2025-11-25"), ("", "2025-11-25"),
    ])
  func negotiates(_ requested: String, _ agreed: String) throws {
    let line = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"\#(requested)"}}"#
    let answer = try JSONDocument(ServerInProcess.answers(to: [line]).first ?? "null")
    #expect(answer.root["result"]?["protocolVersion"]?.string == agreed)
    #expect(answer.root["result"]?["serverInfo"]?["name"]?.string == "hf-fetch")
    #expect(answer.root["result"]?["capabilities"]?["tools"]?.isObject == true)
  }

  private static let envelope = #"""
    "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}
    """#

  @Test("a request with a revision needs no initialize")
  func isStateless() throws {
    let lines = [
      #"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{\#(Self.envelope)}}"#,
      #"{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{\#(Self.envelope)}}"#,
    ]
    let answers = try ServerInProcess.answers(to: lines).map { try JSONDocument($0) }
    try #require(answers.count == 2)
    for answer in answers {
      let result = try #require(answer.root["result"])
      #expect(result["resultType"]?.string == "complete")
      #expect(result["cacheScope"]?.string == "public")
      #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"]?.string == "hf-fetch")
    }
    let versions = answers[0].root["result"]?["supportedVersions"]?.elements.compactMap(\.string)
    #expect(versions == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
    #expect(answers[1].root["result"]?["tools"]?.count == 1)
  }

  @Test(
    "a request with an invalid envelope is refused",
    arguments: [
      (#"{"io.modelcontextprotocol/protocolVersion":"2031-01-01"}"#, -32022),
      (#"{"io.modelcontextprotocol/protocolVersion":"2025-11-25"}"#, -32022),
      (#"{"io.modelcontextprotocol/protocolVersion":7}"#, -32602),
      (#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#, -32602),
      (#"{"progressToken":1}"#, -32602),
      ("[]", -32602),
    ])
  func refusesEnvelopes(_ meta: String, _ code: Int) throws {
    let line = #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\#(meta)}}"#
    let answer = try JSONDocument(ServerInProcess.answers(to: [line]).first ?? "null")
    #expect(answer.root["error"]?["code"]?.int == code)
    guard code == -32022 else { return }
    // An older revision is supported, but cannot be named here.
    let supported = answer.root["error"]?["data"]?["supported"]?.elements.compactMap(\.string)
    #expect(meta.contains("2025-11-25") ? supported == ["2026-07-28"] : supported?.count == 5)
  }

  @Test("a method of the other generation is unknown")
  func keepsGenerationsApart() throws {
    let stateless = #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{\#(Self.envelope)}}"#
    let stateful = #"{"jsonrpc":"2.0","id":2,"method":"server/discover"}"#
    let answers = try ServerInProcess.answers(to: [stateless, stateful], at: "2025-11-25").map { try JSONDocument($0) }
    #expect(answers.map { $0.root["error"]?["code"]?.int } == [-32601, -32601])
  }

  @Test(
    "structured results, titles and output schemas come with 2025-06-18",
    arguments: [("2024-11-05", false), ("2025-03-26", false), ("2025-06-18", true), ("2025-11-25", true)])
  func fitsResultsToRevision(_ revision: String, _ isStructured: Bool) throws {
    let lines = [
      #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#,
      #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","arguments":{"text":"a"}}}"#,
    ]
    let answers = try ServerInProcess.answers(to: lines, at: revision).map { try JSONDocument($0) }
    try #require(answers.count == 2)
    let tool = try #require(answers[0].root["result"]?["tools"]?.elements.first { _ in true })
    #expect((tool["outputSchema"] != nil) == isStructured)
    #expect((tool["title"] != nil) == isStructured)
    let result = try #require(answers[1].root["result"])
    #expect((result["structuredContent"] != nil) == isStructured)
    #expect(result["content"]?.elements.first { _ in true }?["text"]?.string == #"{"said":"a"}"#)
  }
}
