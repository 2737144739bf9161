import Foundation
import Platform
import StubHub
import TestSupport
import Testing

@Suite("The progress of a batch")
struct ProgressRuns {
  private static let models = (0..<4).map { "org/m\($0)" }

  /// Runs a batch with stderr on a terminal.
  private func screen(
    _ options: [String] = [], models: [String] = ProgressRuns.models, reaction: (seen: String, typed: String)? = nil,
    environment: [String] = [],
    hook: @escaping StubHub.Hook = { _ in nil }
  ) throws -> (status: Int32, text: String) {
    let hub = try StubHub(ProgressRuns.models.map { smallModel($0) }, hook: hook)
    defer { hub.stop() }
    let home = try ScratchDirectory()
    try home.write("", to: "input")
    let session = TerminalSession(
      answer: "", reaction: reaction,
      environment: environment
        + ["TERM=xterm", "NO_PROXY=*", "HF_ENDPOINT=\(hub.baseURL)", "HF_HOME=\(home.path("hf"))"])
    let (status, screen) = try session.run(
      Package.buildDirectory.appending(path: "hf-fetch"), models + options,
      inputPath: home.path("input"), outputPath: home.path("output"))
    return (status, screen)
  }

  /// Answers the first request with a limit that is over in a second.
  private static let limitOnce: StubHub.Hook = { request in
    guard request.number == 0 else { return nil }
    return StubResponse(429, headers: [("RateLimit", #""api";r=0;t=1"#)])
  }

  @Test("a terminal shows how many models of how many are done, and that the rate limit is waited for")
  func drawsLine() throws {
    let (status, text) = try screen(["--jobs", "1"], hook: ProgressRuns.limitOnce)
    #expect(status == 0)
    #expect(text.contains("0/4  waiting for the rate limit, "))
    #expect(text.hasSuffix("\r\u{1B}[K"))
  }

  @Test("each detail under --verbose erases the line, where another tool may show its progress")
  func detailsEraseLine() throws {
    let (status, text) = try screen(["--verbose"], models: ["org/m0"])
    #expect(status == 0)
    let parts = text.components(separatedBy: "hf-fetch: ").dropLast()
    #expect(!parts.isEmpty && parts.allSatisfy { $0.hasSuffix("\r\u{1B}[K") }, "\(text)")
  }

  @Test("a stopped batch reports what was done, and ends by the signal")
  func saysWhatWasDone() throws {
    // The third model is shown after the first two have been counted as printed.
    let (status, text) = try screen(["--jobs", "1"], reaction: (seen: "s left  org/m2", typed: "\u{3}")) { request in
      request.path.contains("m2") ? StubResponse(200, delivery: .hang) : nil
    }
    #expect(status == 128 + SIGINT)
    #expect(text.contains(/2\/4  [0-9.]+\/s  [^\r]*s left  org\/m2/))
    #expect(text.contains("stopped after 2 of 4 models\r\n"))
  }

  @Test(
    "no line is drawn under --quiet, or if an environment variable forbids it",
    arguments: [
      (["--quiet"], []), ([], ["HF_HUB_DISABLE_PROGRESS_BARS=1"]), ([], ["NO_COLOR=1"]), ([], ["TERM=dumb"]),
    ])
  func drawsNothing(_ options: [String], _ environment: [String]) throws {
    let (status, text) = try screen(options, environment: environment)
    #expect(status == 0)
    #expect(text.isEmpty)
  }

  @Test("without a terminal, each failure has one line, and nothing else is written")
  func saysFailures() throws {
    let hub = try StubHub([smallModel("org/m")])
    let run = try runFetch(["org/m", "org/none", "org/m/x/y", "--continue-on-error"], from: hub)
    #expect(run.answers == ["org/m", "not_found", "invalid_model_id"])
    let lines = run.errors.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.hasPrefix("hf-fetch: error: ") })
    #expect(lines.first?.contains("'org/none'") == true)
  }

  #if os(Linux)
    @Test("no pipe is left open where interrupts are ignored")
    func ignoredInterrupts() throws {
      let scratch = try ScratchDirectory()
      // The first result is printed after the handler of interrupts is, or would be, installed.
      let script = """
        mkfifo in; trap '' INT
        "$0" --offline --continue-on-error <in >out 2>errors &
        exec 9>in; echo '"org/name"' >&9
        while [ ! -s out ]; do sleep 0.05; done
        # Not a pipeline: while a shell starts one, it has more pipes.
        for process in $! $$; do ls -l /proc/$process/fd >list; grep -c 'pipe:' list; done
        exec 9>&-; wait
        """
      let tool = Package.buildDirectory.appending(path: "hf-fetch").path(percentEncoded: false)
      var command = Command(system: "bash", ["-c", script, tool])
      (command.directory, command.environment) = (scratch.url, ["HF_HOME": scratch.path("home")])
      let counts = try command.run().output.split(separator: "\n")
      #expect(counts.count == 2 && counts.first == counts.last, "\(counts)")
    }
  #endif

  @Test("failures of earlier stages are not reported again")
  func leavesEarlierFailures() throws {
    let run = try runFetch([], input: #"{"error":{"code":"gated","model_id":"x/y","message":"no"}}"#)
    #expect(run.status == 1)
    #expect(run.errors.isEmpty)
  }
}
