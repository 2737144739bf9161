import Foundation
import JSON
import Platform
import TestSupport

@testable import MCP

/// Runs a server in this process over a whole conversation.
enum ServerInProcess {
  /// What the server answers to these lines, line by line; calls are answered in the order in which they end.
  static func answers(to lines: [String], tools: [any MCPTool] = [EchoTool()], limit: Int = 1 << 20) throws -> [String]
  {
    let scratch = try ScratchDirectory()
    let input = try FileHandle(forReadingFrom: scratch.write(lines.joined(separator: "\n"), to: "input"))
    let output = try FileHandle(forWritingTo: scratch.write("", to: "output"))
    let reader = LineReader(descriptor: input.fileDescriptor, limit: limit)
    _ = try MCPServer(tools: tools, input: reader, output: output.fileDescriptor).run()
    return try scratch.read("output").split(separator: "\n").map(String.init)
  }

  /// The first answer to a line after `initialize` at the newest revision that has it.
  static func firstAnswer(to line: String, tools: [any MCPTool] = [EchoTool()]) throws -> JSONDocument {
    try JSONDocument(try answers(to: [line], at: "2025-11-25", tools: tools).first ?? "null")
  }

  /// The same after `initialize` at a revision, whose answer is left out.
  static func answers(
    to lines: [String], at revision: String, tools: [any MCPTool] = [EchoTool()]
  ) throws -> [String] {
    let hello = #"{"jsonrpc":"2.0","id":"hello","method":"initialize","params":{"protocolVersion":"\#(revision)"}}"#
    return Array(try answers(to: [hello] + lines, tools: tools).dropFirst())
  }
}

/// A tool that returns its argument.
struct EchoTool: MCPTool {
  let name = "echo"
  let title = "Echo"
  let summary = "says it again"
  let arguments = [
    ToolArgument("text", .string, isRequired: true, "what to say"), ToolArgument("times", .integer(1...3), "how often"),
  ]
  let outputSchema = #"{"type":"object","properties":{"said":{"type":"string"}}}"#

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let output = ByteBuffer()
    output.beginObject()
    output.key("said")
    output.string(String(repeating: arguments.string("text") ?? "", count: arguments.integer("times") ?? 1))
    output.endObject()
    return output.text
  }
}

/// A tool that runs until its call is canceled.
struct EndlessTool: MCPTool {
  let name = "endless"
  let title = "Endless"
  let summary = "runs until it is canceled"
  let arguments: [ToolArgument] = []
  let outputSchema = #"{"type":"object"}"#

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    let monitor = Monitor()
    let isDone = Flag()
    let wake: @Sendable () -> Void = {
      monitor.synchronized {
        isDone.value = true
        monitor.broadcast()
      }
    }
    context.cancellation.whileRunning(wake) {
      monitor.synchronized { while !isDone.value { monitor.wait() } }
    }
    throw .canceled
  }
}

/// A tool of which two calls must run at once for either to end.
final class MeetingTool: MCPTool, @unchecked Sendable {
  let name = "meet"
  let title = "Meet"
  let summary = "waits for another call of itself"
  let arguments: [ToolArgument] = []
  let outputSchema = #"{"type":"object"}"#
  private let monitor = Monitor()
  private var arrived = 0

  func call(_ arguments: ToolArguments, _ context: CallContext) throws(CallFailure) -> String {
    monitor.synchronized {
      arrived += 1
      monitor.broadcast()
      while arrived < 2 { monitor.wait() }
    }
    return "{}"
  }
}

private final class Flag: @unchecked Sendable {
  var value = false
}
