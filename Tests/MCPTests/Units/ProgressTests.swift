import JSON
import Synchronization
import TestSupport
import Testing

@testable import MCP

@Suite("MCP progress")
struct ProgressTests {
  @Test("each report has a larger number than the one before, and the last one is always sent")
  func reports() throws {
    let lines = Mutex<[String]>([])
    let progress = CallProgress(token: .text("t")) { line in
      lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
    for done in [1, 2, 2, 3, 3] { progress.report(done, of: 3, "so far") }
    let reports = lines.withLock { $0 }
    #expect(reports.first?.contains(#""progressToken":"t","progress":1,"total":3,"message":"so far""#) == true)
    #expect(reports.last?.contains(#""progress":3"#) == true)
    let numbers = try reports.map { try JSONDocument($0).withRoot { $0["params"]?["progress"]?.int ?? 0 } }
    #expect(numbers == Array(Set(numbers)).sorted())
  }

  @Test(
    "a call reports progress only if the client requests it, with the client's token, and before the response",
    arguments: [
      ("", 0), (#","_meta":{"progressToken":7}"#, 1), (#","_meta":{"progressToken":"a"}"#, 1),
      (#","_meta":{"progressToken":null}"#, 0), (#","_meta":[]"#, 0),
    ])
  func asked(_ meta: String, _ reports: Int) throws {
    let call = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"step","arguments":{}\#(meta)}}"#
    let answers = try ServerInProcess.answers(to: [call], at: "2025-11-25", tools: [StepTool()])
    #expect(answers.count == reports + 1)
    #expect(answers.last?.contains(#""id":1,"result""#) == true)
    if reports > 0 {
      #expect(answers[0].contains(#""method":"notifications/progress""#))
      #expect(answers[0].contains(meta.contains("7") ? #""progressToken":7"# : #""progressToken":"a""#))
    }
  }
}

/// A tool that reports one step.
private struct StepTool: MCPTool {
  let name = "step"
  let title = "Step"
  let summary = "does one step"
  let arguments: [ToolArgument] = []
  let outputSchema = #"{"type":"object"}"#

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    context.progress?.report(1, of: 1, "one step")
    return "{}"
  }
}
