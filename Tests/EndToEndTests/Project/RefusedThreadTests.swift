import TestSupport
import Testing

#if os(Linux)
  /// A tool that waited for a thread that it did not get would not end, and neither would these tests.
  @Suite("Tools that the system refuses every thread")
  struct RefusedThreadTests {
    private let scratch: ScratchDirectory
    private var environment: [String: String] {
      ["HF_HOME": scratch.path("home"), "HF_ENDPOINT": "http://127.0.0.1:9"]
    }

    init() throws { scratch = try ScratchDirectory() }

    @Test("hf-fetch answers every request of a batch, in order", arguments: [["a/b", "c/d"], []])
    func batch(models: [String]) throws {
      let run = try Command(
        tool: "hf-fetch", ["--offline", "--continue-on-error"] + models,
        input: models.isEmpty ? #""a/b" {"model":"c/d"}"# : "", environment: environment
      ).withoutThreads.run()
      #expect(run.status == 1)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 2)
      for (line, id) in zip(lines, ["a/b", "c/d"]) {
        #expect(line.contains(#""code":"offline_miss""#) && line.contains(id))
      }
    }

    @Test("a request to the Hub fails, and the failure says which limits to raise")
    func request() throws {
      let run = try Command(tool: "hf-fetch", ["a/b"], environment: environment).withoutThreads.run()
      #expect(run.status == 1)
      #expect(run.output.contains(#""code":"network""#))
      #expect(run.output.contains("the system allows no more threads") && run.output.contains("ulimit -u"))
    }

    @Test("the MCP server answers each call")
    func server() throws {
      let hello = #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#
      let calls = (1...3).map {
        let call = #""method":"tools/call","params":{"name":"fetch_snapshot","arguments":{"model":"a/b"}}}"#
        return #"{"jsonrpc":"2.0","id":\#($0),"# + call
      }
      let run = try Command(
        tool: "hf-fetch", ["--mcp", "--offline"], input: ([hello] + calls).joined(separator: "\n"),
        environment: environment
      ).withoutThreads.run()
      #expect(run.status == 0)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 4)
      for (id, line) in zip(0..., lines) { #expect(line.contains(#""id":\#(id)"#)) }
      for line in lines.dropFirst() { #expect(line.contains("the system allows no more threads")) }
    }

    @Test("a filter with several jobs processes its input on one thread", arguments: ["hf-transform", "hf-validate"])
    func filter(tool: String) throws {
      let failures = (0..<3).map { #"{"error":{"code":"gated","stage":"hf-fetch","message":"no \#($0)"}}"# + "\n" }
      let command = Command(tool: tool, ["--jobs", "4"], input: failures.joined())
      #expect(try command.withoutThreads.run().output == command.run().output)
      #expect(try command.withoutThreads.run().output.split(separator: "\n").count == 3)
    }
  }
#endif
