import JSON
import TestSupport
import Testing

@testable import MCP

@Suite("MCP tool calls")
struct CallTests {
  private static func call(_ id: Int, _ tool: String, _ arguments: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments)}}"#
  }

  @Test(
    "invalid arguments are an error of the tool, with a hint",
    arguments: [
      ("{}", "'text' is missing"), (#"{"text":7}"#, "'text' is not"), (#"{"text":""}"#, "'text' is not"),
      (#"{"text":"a\u0000b"}"#, "'text' is not"), (#"{"text":null}"#, "'text' is not"),
      (#"{"text":"a","times":9}"#, "from 1 to 3"), (#"{"text":"a","times":1.5}"#, "from 1 to 3"),
      (#"{"text":"a","time":1}"#, "did you mean 'times'?"),
    ])
  func checksArguments(_ arguments: String, _ words: String) throws {
    let answer = try ServerInProcess.firstAnswer(to: Self.call(1, "echo", arguments))
    let result = try #require(answer.root["result"])
    #expect(result["isError"]?.bool == true)
    #expect(result["structuredContent"]?["error"]?["code"]?.string == "invalid_arguments")
    #expect(result["content"]?.elements.first { _ in true }?["text"]?.string?.contains(words) == true)
  }

  @Test("a canceled call ends, and is not answered")
  func cancels() throws {
    let lines = [
      Self.call(1, "endless"),
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"enough"}}"#,
      #"{"jsonrpc":"2.0","id":2,"method":"ping"}"#,
    ]
    let answers = try ServerInProcess.answers(to: lines, at: "2025-11-25", tools: [EndlessTool()])
    #expect(answers == [#"{"jsonrpc":"2.0","id":2,"result":{}}"#])
  }

  @Test("calls run at the same time")
  func runsConcurrently() throws {
    let lines = [Self.call(1, "meet"), Self.call(2, "meet")]
    let answers = try ServerInProcess.answers(to: lines, at: "2025-11-25", tools: [MeetingTool()])
    #expect(answers.count == 2)
    #expect(answers.allSatisfy { $0.contains(#""isError":false"#) })
  }

  @Test("an id cannot be used twice at once")
  func refusesUsedID() throws {
    let lines = [
      Self.call(1, "endless"), Self.call(1, "endless"),
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
    ]
    let answers = try ServerInProcess.answers(to: lines, at: "2025-11-25", tools: [EndlessTool()])
    #expect(answers.count == 1)
    #expect(answers.first?.contains("-32600") == true)
  }

  @Test("hundreds of calls at once are answered, or refused as too many")
  func survivesFlood() throws {
    let lines = (1...2000).map { Self.call($0, "echo", #"{"text":"a"}"#) }
    let answers = try ServerInProcess.answers(to: lines, at: "2025-11-25")
    #expect(answers.count == 2000)
    #expect(answers.allSatisfy { $0.contains(#""said\":\"a"#) || $0.contains("-32000") })
  }
}
