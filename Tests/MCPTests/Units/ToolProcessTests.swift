import Foundation
import TestSupport
import Testing

@testable import MCP

@Suite("Processes of the MCP server")
struct ToolProcessTests {
  private let scratch: ScratchDirectory
  private let processes: ToolProcesses
  private let context = CallContext(cancellation: Cancellation())

  init() throws {
    scratch = try ScratchDirectory()
    processes = ToolProcesses(directory: scratch.url.path(percentEncoded: false))
  }

  @Test("a tool gets its input and arguments unchanged, and both outputs are read, at any length")
  func exchanges() throws {
    try scratch.writeScript(#"printf '%s\n' "$@" >&2; cat; cat /dev/null >&2; exit 1"#, to: "tool")
    let input = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
    let outcome = try processes.run("tool", ["$(touch pwned)", "a b"], input: input, context)
    #expect(outcome.status == 1)
    #expect(outcome.output == input)
    #expect(outcome.messages == "$(touch pwned)\na b\n")
  }

  @Test("a tool may end without reading its input")
  func ignoresUnreadInput() throws {
    // SIGPIPE is blocked for this thread and for the thread that it starts for writing. Its handler would be changed
    // for all tests, and other tests change it.
    var (signals, before) = (sigset_t(), sigset_t())
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try scratch.writeScript("exec <&-; echo done", to: "tool")
    let outcome = try processes.run("tool", [], input: [UInt8](repeating: 0, count: 1_000_000), context)
    #expect(outcome.output == Array("done\n".utf8))
  }

  @Test("a missing tool, one that ends by a signal, and one that prints no document are reported as such")
  func reportsTrouble() throws {
    #expect(throws: CallFailure.self) { try processes.run("none", [], input: [], context) }
    try scratch.writeScript("echo 'tool: error: no room' >&2; kill -9 $$", to: "tool")
    let outcome = try processes.run("tool", [], input: [], context)
    #expect(outcome.status == 137)
    #expect(outcome.failure(of: "tool").text == "stage_failed: 'tool' ended with status 137: tool: error: no room")
    let success = ToolProcesses.ProcessResult(status: 0, output: [], messages: "tool: note: nothing to do\n")
    #expect(
      success.failure(of: "tool").text == "stage_failed: 'tool' printed no JSON object: tool: note: nothing to do")
  }

  @Test("a canceled call kills the tool")
  func cancels() throws {
    try scratch.writeScript("exec sleep 1000", to: "tool")
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: CallFailure.self) {
      try processes.run("tool", [], input: [], CallContext(cancellation: cancellation))
    }
  }

  @Test("a hint belongs to the message before it")
  func groupsMessages() {
    let outcome = ToolProcesses.ProcessResult(
      status: 0, output: [], messages: "a: warning: one\n  do this\na: note: two\n")
    #expect(outcome.messageList == ["a: warning: one; do this", "a: note: two"])
  }
}
