import Foundation
import JSON
import ModelSpec
import StubHub
import TestSupport
import Testing

@Suite("hf-fetch takes many models")
struct BatchRuns {
  @Test("snapshots are printed in the order of the requests, however long each takes", arguments: [1, 8, 64])
  func keepsOrder(_ jobs: Int) throws {
    let models = (0..<60).map { "org/m\($0)" }
    let hub = try StubHub(models.map { smallModel($0) }) { request in
      usleep(UInt32((request.number * 7919) % 20) * 1000)
      return nil
    }
    #expect(try runFetch(models + ["--jobs", "\(jobs)"], from: hub).answers == models)
  }

  @Test("the first failure ends the batch, except under --continue-on-error")
  func stopsAtFailure() throws {
    let hub = try StubHub((0..<40).map { smallModel("org/m\($0)") })
    let models = (0..<40).map { $0 == 10 ? "org/none" : "org/m\($0)" }
    let stopped = try runFetch(models + ["--jobs", "4"], from: hub)
    #expect(stopped.answers == (0..<10).map { "org/m\($0)" } + ["not_found"])
    #expect(stopped.status == 1)
    // At most 24 requests are read ahead of the failure, and each model takes two requests to the Hub.
    #expect(hub.requests.count <= 2 * (10 + 24))
    let whole = try runFetch(models + ["--jobs", "4", "--continue-on-error"], from: hub)
    #expect(whole.answers.count == 40)
    #expect(whole.status == 1)
  }

  @Test("a model that is requested several times is fetched once, and each snapshot has the overrides of its request")
  func fetchesOnce() throws {
    let hub = try StubHub([smallModel("a/b")])
    let input = (1...20).map { #"{"model":"a/b","overrides":{"n":\#($0)}}"# }.joined(separator: "\n")
    let run = try runFetch(["--no-cache", "--jobs", "8"], from: hub, input: input)
    #expect(run.documents.map { $0.root["overrides"]?["n"]?.int } == Array(1...20))
    #expect(hub.requests.count == 2)
  }

  @Test("failures of earlier stages pass through untouched, and do not end the batch")
  func passesThrough() throws {
    let hub = try StubHub([smallModel("a/b")])
    let failure = #"{"error":{"code":"gated","model_id":"x/y","extra":1.50}}"#
    let run = try runFetch([], from: hub, input: failure + "\n\"a/b\"\n")
    #expect(run.output.hasPrefix(failure + "\n"))
    #expect(run.answers == ["gated", "a/b"])
    #expect(run.status == 1)
  }

  @Test("a broken stream ends with one failure that names line and column")
  func endsBrokenStream() throws {
    let hub = try StubHub([smallModel("a/b")])
    let run = try runFetch(["--continue-on-error"], from: hub, input: "\"a/b\"\n{\"model\": oops}\n\"a/b\"")
    #expect(run.answers == ["a/b", "malformed_input"])
    #expect(run.documents.last?.root.failureError?["line"]?.int == 2)
  }

  @Test("of a duplicate key in a request, the last value counts, with a warning")
  func duplicateKey() throws {
    let hub = try StubHub([smallModel("a/b")])
    let run = try runFetch([], from: hub, input: #"{"model":"x/y","model":"a/b"}"#)
    #expect(run.answers == ["a/b"])
    #expect(run.errors.contains("warning: input line 1, column 16: duplicate key"))
  }

  @Test("a list can have ids, URLs, comments and blank lines")
  func readsLists() throws {
    let hub = try StubHub([smallModel("a/b"), smallModel("c/d")])
    let home = try ScratchDirectory()
    try home.write("# models\n\n  a/b   # the first\nhttps://huggingface.co/c/d\r\n", to: "list.txt")
    #expect(try runFetch(["--file", home.path("list.txt")], from: hub).answers == ["a/b", "c/d"])
    #expect(try runFetch(["--file", "-"], from: hub, input: "c/d\na/b\n").answers == ["c/d", "a/b"])
    #expect(try runFetch(["--file", home.path("none.txt")], from: hub).status == 3)
  }

  @Test(
    "a list in UTF-16 is refused before anything is fetched",
    arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func refusesUTF16(encoding: String.Encoding) throws {
    let home = try ScratchDirectory()
    try home.write(try #require("\u{FEFF}a/b\n".data(using: encoding)), to: "list.txt")
    let run = try runFetch(["--file", home.path("list.txt")])
    #expect(run.status == 3 && run.documents.isEmpty)
    #expect(run.errors.contains("is in UTF-16, expected UTF-8"), "\(run.errors)")
  }

  @Test("the failure of a long line that is not a request has its start")
  func abbreviatesLines() throws {
    let home = try ScratchDirectory()
    try home.write("{\"model\": \"" + String(repeating: "x", count: 100_000) + "\n", to: "list.txt")
    let run = try runFetch(["--file", home.path("list.txt")])
    #expect(run.answers == ["malformed_input"])
    #expect(run.output.utf8.count < 1000 && run.errors.utf8.count < 1000)
  }

  @Test("a list can be a pipe, such as the output of another command")
  func readsPipe() throws {
    let home = try ScratchDirectory()
    let tool = Package.buildDirectory.appending(path: "hf-fetch").path
    var command = Command(system: "bash", ["-c", #""$0" --offline --file <(printf 'a/b\n')"#, tool])
    command.environment = ["HF_HOME": home.path("")]
    let outcome = try command.run()
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(#""model_id":"a/b""#))
  }

  @Test("a list can have requests as --discover prints them, and ids for entries")
  func readsRequests() throws {
    let hub = try StubHub([smallModel("a/b"), smallModel("c/d"), smallModel("e/f")])
    let list = """
      {"model":"a/b","overrides":{"default_context_length":512}}
      "c/d"
      e/f id=my-id  # another one has its last part
      {"model":
      """
    let run = try runFetch(["--file", "-", "--continue-on-error"], from: hub, input: list)
    #expect(run.answers == ["a/b", "c/d", "e/f", "malformed_input"])
    let overrides = run.documents.map { $0.root["overrides"] }
    #expect(overrides[0]?["default_context_length"]?.int == 512)
    #expect(overrides[1] == nil)
    #expect(overrides[2]?["id"]?.string == "my-id")
  }

  @Test("a plain list on standard input is a failure whose hint names --file")
  func plainListOnInput() throws {
    let run = try runFetch([], from: try StubHub([smallModel("a/b")]), input: "a/b\n")
    #expect(run.answers == ["malformed_input"])
    #expect(run.failure?["hint"]?.string?.contains("--file -") == true)
  }

  @Test("an empty stream has an empty result")
  func takesNothing() throws {
    let run = try runFetch([])
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
  }

  @Test(
    "a value that is not a request is a failure at its position",
    arguments: ["1", "{}", #"{"model":1}"#, #"{"model":"a/b","overrides":[]}"#, #"{"model":"a/b","revision":7}"#])
  func refusesRequests(_ input: String) throws {
    let run = try runFetch([], input: input)
    #expect(run.answers == ["malformed_input"])
  }
}
