import JSON
import TestSupport
import Testing

@testable import MCP

@Suite("MCP messages")
struct MessageTests {
  @Test(
    "a violation of the protocol is answered with its code",
    arguments: [
      ("garbage", -32700), (#"{"jsonrpc":"2.0","id":1"#, -32700), ("{\"jsonrpc\":\"2.0\",\"id\":\"\u{1}\"}", -32700),
      (#"{"id":1,"method":"ping"}"#, -32600), (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
      ("7", -32600), ("null", -32600), (#""ping""#, -32600),
      (#"{"jsonrpc":"2.0","id":1}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":2}"#, -32600),
      (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
      (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600),
      (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600),
      (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}"#, -32602),
      (#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, -32601),
      (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"bogus"}}"#, -32602),
      (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}"#, -32602),
      (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":[]}}"#, -32602),
      (#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#, -32602),
      ("[]", -32600), (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600),
    ])
  func refuses(_ line: String, _ code: Int) throws {
    let answers = try ServerInProcess.answers(to: [line], at: "2025-11-25")
    let answer = try JSONDocument(answers.first ?? "null")
    #expect(answers.count == 1)
    #expect(answer.root["error"]?["code"]?.int == code)
    #expect(answer.root["error"]?["message"]?.string?.isEmpty == false)
  }

  @Test(
    "a message that needs no response gets none",
    arguments: [
      #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, #"{"jsonrpc":"2.0","method":"ping"}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":7}"#,
      #"{"jsonrpc":"2.0","id":5,"result":{}}"#, #"{"jsonrpc":"2.0","id":5,"error":{"code":1}}"#, "", "  \t\r",
    ])
  func staysSilent(_ line: String) throws {
    #expect(try ServerInProcess.answers(to: [line], at: "2025-11-25").isEmpty)
  }

  @Test(
    "the id of a response is that of the request", arguments: ["1", "-7", "9007199254740993", #""a\"b\n""#, #""""#])
  func echoesID(_ id: String) throws {
    let line = #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#
    #expect(
      try ServerInProcess.answers(to: [line], at: "2025-11-25") == [#"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#])
  }

  @Test("a batch is answered with one line at 2025-03-26, errors inside it included")
  func answersBatch() throws {
    let batch = """
      [{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/initialized"},7,\
      {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","arguments":{"text":"a"}}}]
      """
    let answers = try ServerInProcess.answers(to: [batch, "[]"], at: "2025-03-26").map { try JSONDocument($0) }
    let batches = answers.filter { $0.root.isArray }
    try #require(answers.count == 2 && batches.count == 1)
    let answered = batches[0].root.elements.map { $0["id"]?.int }
    #expect(answered.count == 3 && answered.contains(1) && answered.contains(2) && answered.contains(nil))
    #expect(answers.contains { $0.root["error"]?["code"]?.int == -32600 })
  }

  @Test("a batch of notifications is not answered")
  func answersNoNotifications() throws {
    let batch = #"[{"jsonrpc":"2.0","method":"notifications/initialized"},{"jsonrpc":"2.0","method":"x"}]"#
    #expect(try ServerInProcess.answers(to: [batch], at: "2025-03-26").isEmpty)
  }

  @Test("a line that is too long is refused, and the next one is read")
  func skipsLongLines() throws {
    let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
    let long = String(repeating: "x", count: 300_000)
    let answers = try ServerInProcess.answers(to: [long, ping, long], limit: 1000)
    #expect(answers.count == 3)
    #expect(answers.filter { $0.contains("-32600") }.count == 2)
    #expect(answers.contains { $0.contains(#""result":{}"#) })
  }
}
