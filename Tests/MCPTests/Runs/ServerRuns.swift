import Foundation
import JSON
import Platform
import StubHub
import Synchronization
import TestSupport
import Testing

extension StubModel {
  /// A small dense model.
  static let small = StubModel(
    "org/small",
    config: """
      {"model_type":"llama","architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":2,\
      "num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":128,"vocab_size":1000,\
      "max_position_embeddings":2048,"torch_dtype":"bfloat16"}
      """, parameters: 210_240)
}

@Suite("hf-fetch --mcp")
struct ServerRuns {
  private static let hello =
    #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#

  private static func call(_ tool: String, _ arguments: String, meta: String = "") -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\#(tool)"\#(meta),"arguments":\#(arguments)}}"#
  }

  /// The result of one call of a tool.
  private func result(of tool: String, _ arguments: String, hub: StubHub) throws -> JSONDocument {
    try result(of: tool, arguments, options: ["--no-cache", "--retries", "0", "--endpoint", hub.baseURL])
  }

  /// The result of one call of a tool, by a server with these options.
  private func result(of tool: String, _ arguments: String, options: [String]) throws -> JSONDocument {
    let input = Self.hello + "\n" + Self.call(tool, arguments)
    let outcome = try Command(tool: "hf-fetch", ["--mcp"] + options, input: input).run()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    try #require(lines.count == 2)
    return try JSONDocument(String(lines[1]))
  }

  @Test("fetches a snapshot, overrides included")
  func fetches() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let answer = try result(
      of: "fetch_snapshot", #"{"model":"org/small","parameters_billions":7.5}"#, hub: hub)
    let snapshot = try #require(answer.root["result"]?["structuredContent"])
    #expect(snapshot["model_id"]?.string == "org/small")
    #expect(snapshot["config"]?["hidden_size"]?.int == 64)
    #expect(snapshot["overrides"]?["parameters_billions"]?.double == 7.5)
    #expect(answer.root["result"]?["isError"]?.bool == false)
  }

  @Test(
    "a model that cannot be fetched is an error of the tool, with code and hint",
    arguments: [
      ("org/none", "not_found"), ("-rf", "invalid_model_id"), ("../../etc/passwd", "invalid_model_id"),
      ("$(touch pwned)", "invalid_model_id"), ("org/na me", "invalid_model_id"), ("org/é", "invalid_model_id"),
      ("https://example.com/org/small", "invalid_model_id"),
    ])
  func reportsFailures(_ model: String, _ code: String) throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    for (tool, arguments) in [
      ("fetch_snapshot", #"{"model":"\#(model)"}"#), ("describe_model", #"{"model":"\#(model)"}"#),
    ] {
      let answer = try result(of: tool, arguments, hub: hub)
      let result = try #require(answer.root["result"])
      #expect(result["isError"]?.bool == true)
      #expect(result["structuredContent"]?["error"]?["code"]?.string == code)
      #expect(result["structuredContent"]?["error"]?["hint"]?.string?.isEmpty == false)
      #expect(result["content"]?.elements.first { _ in true }?["text"]?.string?.hasPrefix(code) == true)
    }
  }

  @Test("describes a model with a validated entry")
  func describes() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let answer = try result(of: "describe_model", #"{"model":"org/small"}"#, hub: hub)
    let entry = try #require(answer.root["result"]?["structuredContent"]?["entry"])
    #expect(entry["id"]?.string == "small")
    #expect(entry["num_kv_heads"]?.int == 2)
    #expect(entry["parameters_billions"]?.double == 0.00021024)
  }

  @Test("previews an import, and changes neither the database nor its directory")
  func previews() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let scratch = try ScratchDirectory()
    try scratch.write("{\n  \"models\": []\n}\n", to: "models.json")
    let arguments = #"{"models":["org/small","org/none"],"database":"\#(scratch.path("models.json"))"}"#
    let answer = try result(of: "preview_import", arguments, hub: hub)
    let report = try #require(answer.root["result"]?["structuredContent"]?["report"])
    #expect(report["dry_run"]?.bool == true)
    #expect(report["added"]?.elements.compactMap(\.string) == ["small"])
    #expect(report["failed"]?.count == 1)
    #expect(try scratch.names() == ["models.json"])
    #expect(try scratch.read("models.json") == "{\n  \"models\": []\n}\n")
  }

  @Test("a preview in which all models fail is an error")
  func previewsFailures() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let scratch = try ScratchDirectory()
    try scratch.write("{\n  \"models\": []\n}\n", to: "models.json")
    let arguments = #"{"models":["org/none"],"database":"\#(scratch.path("models.json"))"}"#
    let answer = try result(of: "preview_import", arguments, hub: hub)
    #expect(answer.root["result"]?["isError"]?.bool == true)
    #expect(answer.root["result"]?["structuredContent"]?["error"]?["code"]?.string == "not_found")
  }

  /// A database of one small model with a wrong number of layers, a mixture, and a template.
  private static let database = """
    {
      "models": [
        {
          "id": "small", "hf_model_id": "org/small", "parameters_billions": 0.00021024, "license": "mit",
          "architecture": "transformer", "num_layers": 3, "note": "unknown to the tools"
        },
        {"id": "big", "hf_model_id": "org/big", "parameters_billions": 70, "architecture": "moe", "license": 7},
        {"id": "custom"}
      ]
    }

    """

  @Test(
    "finds entries by their fields, and returns only known fields",
    arguments: [
      ("", ["small", "big"]), (#","license":"MIT""#, ["small"]), (#","architecture":"moe""#, ["big"]),
      (#","id":"s*""#, ["small"]), (#","hf_model_id":"org/*","max_parameters_billions":1"#, ["small"]),
      (#","min_parameters_billions":1,"max_parameters_billions":70"#, ["big"]), (#","id":"x""#, []),
      (#","limit":1"#, ["small"]),
    ])
  func findsEntries(_ arguments: String, _ ids: [String]) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(Self.database, to: "models.json")
    let answer = try result(
      of: "find_entries", #"{"database":"\#(scratch.path("models.json"))"\#(arguments)}"#, options: [])
    let found = try #require(answer.root["result"]?["structuredContent"])
    #expect(found["entries"]?.elements.compactMap { $0["id"]?.string } == ids)
    #expect(found["total"]?.int == (arguments.contains("limit") ? 2 : ids.count))
    #expect(found["entries"]?.elements.allSatisfy { $0["note"] == nil } == true)
    #expect(try scratch.names() == ["models.json"])
  }

  @Test("audits entries, with the right value and line, and does not change the database")
  func audits() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let scratch = try ScratchDirectory()
    try scratch.write(Self.database, to: "models.json")
    let answer = try result(
      of: "audit_entries", #"{"database":"\#(scratch.path("models.json"))","only":["small"]}"#, hub: hub)
    let found = try #require(answer.root["result"]?["structuredContent"])
    let wrong = try #require(found["differences"]?.elements.first { $0["stored"] != nil })
    #expect(wrong["field"]?.string == "num_layers" && wrong["line"]?.int == 5)
    #expect(wrong["stored"]?.int == 3 && wrong["derived"]?.int == 2)
    #expect(wrong["from"]?.string == "config.json: num_hidden_layers")
    #expect(found["summary"]?["differing"]?.int == 1 && found["summary"]?["entries"]?.int == 1)
    #expect(found["table"]?.string?.contains("3 -> 2") == true)
    #expect(try scratch.names() == ["models.json"])
    #expect(try scratch.read("models.json") == Self.database)
    let all = try result(of: "audit_entries", #"{"database":"\#(scratch.path("models.json"))"}"#, hub: hub)
    #expect(all.root["result"]?["structuredContent"]?["summary"]?["not_derived"]?["not_found"]?.int == 1)
    let none = try result(
      of: "audit_entries", #"{"database":"\#(scratch.path("models.json"))","only":["none"]}"#, hub: hub)
    let error = none.root["result"]?["structuredContent"]?["error"]
    #expect(error?["code"]?.string == "not_found")
    #expect(error?["message"]?.string?.hasPrefix("no entry of '") == true)
    #expect(error?["hint"]?.string?.isEmpty == false)
  }

  @Test(
    "no response has content of a file that is not a database",
    arguments: [
      "sesame: open", #"{"password": "sesame"}"#, #"{"sesame": 1, "sesame": 2}"#, #"{"models": "sesame"}"#,
      #"{"models": ["sesame"]}"#, #"{"models": [], "sesame": 1, "sesame": 2}"#, #"{"models": []} sesame"#, "",
    ],
    ["preview_import", "find_entries", "audit_entries"])
  func revealsNothing(content: String, tool: String) throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let scratch = try ScratchDirectory()
    try scratch.write(content, to: "file")
    let models = tool == "preview_import" ? #","models":["org/small"]"# : ""
    let answer = try result(of: tool, #"{"database":"\#(scratch.path("file"))"\#(models)}"#, hub: hub)
    let outcome = try #require(answer.root["result"])
    #expect(outcome["isError"]?.bool == true)
    #expect(outcome["structuredContent"]?["error"]?["code"]?.string == "not_a_database")
    #expect(!String(decoding: outcome.source, as: UTF8.self).contains("sesame"))
    #expect(hub.requests.isEmpty)
  }

  @Test(
    "a path to a missing file, or to something that is not a file, is reported as such",
    arguments: [("/no/such/file", "there is no file"), ("/dev/zero", "cannot be read"), ("/", "cannot be read")])
  func refusesPaths(path: String, words: String) throws {
    let answer = try result(of: "find_entries", #"{"database":"\#(path)"}"#, options: [])
    #expect(answer.root["result"]?["structuredContent"]?["error"]?["message"]?.string?.contains(words) == true)
  }

  @Test("a range that no number is in is an invalid argument")
  func refusesReversedRange() throws {
    let range = #"{"min_parameters_billions":5,"max_parameters_billions":0.5}"#
    let answer = try result(of: "find_entries", range, options: [])
    #expect(answer.root["result"]?["structuredContent"]?["error"]?["code"]?.string == "invalid_arguments")
  }

  @Test("a call of several models reports each as progress")
  func reportsProgress() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let scratch = try ScratchDirectory()
    try scratch.write(Self.database, to: "models.json")
    let lines = try lines(
      ofCallWithProgress: "audit_entries", #"{"database":"\#(scratch.path("models.json"))"}"#, hub: hub)
    #expect(lines.contains { $0.contains(#""progress":2,"total":2,"message":"2 of 2 models fetched""#) })
    #expect(lines.last?.contains(#""id":1,"result""#) == true)
  }

  /// The lines that the server prints for one call that requests progress, after the answer to `initialize`.
  private func lines(ofCallWithProgress tool: String, _ arguments: String, hub: StubHub) throws -> [String] {
    let call = Self.call(tool, arguments, meta: #","_meta":{"progressToken":"t"}"#)
    let outcome = try Command(
      tool: "hf-fetch", ["--mcp", "--no-cache", "--retries", "0", "--endpoint", hub.baseURL],
      input: Self.hello + "\n" + call
    ).run()
    return outcome.output.split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("a list of models is one response, so it has no progress")
  func leavesProgressOut() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let lines = try lines(ofCallWithProgress: "discover_models", "{}", hub: hub)
    #expect(lines.count == 1 && lines[0].contains(#""id":1,"result""#), "\(lines)")
  }

  @Test("discovers models")
  func discovers() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let answer = try result(of: "discover_models", #"{"order":"likes","limit":1}"#, hub: hub)
    let models = try #require(answer.root["result"]?["structuredContent"]?["models"])
    #expect(models.elements.compactMap { $0["model"]?.string } == ["org/small"])
  }

  @Test("every call has the options that the server was started with")
  func passesOptionsOn() throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let cache = try ScratchDirectory()
    let database = try ScratchDirectory()
    try database.write("{\n  \"models\": []\n}\n", to: "models.json")
    let calls = [
      ("fetch_snapshot", #"{"model":"org/small"}"#), ("describe_model", #"{"model":"org/small"}"#),
      ("preview_import", #"{"models":["org/small"],"database":"\#(database.path("models.json"))"}"#),
      ("discover_models", "{}"),
    ]
    let options = ["--endpoint", hub.baseURL, "--cache-dir", cache.path("hub"), "--retries", "0"]
    for (tool, arguments) in calls {
      let online = try result(of: tool, arguments, options: options)
      #expect(online.withRoot { $0["result"]?["isError"]?.bool } == false, "\(tool)")
    }
    #expect(try cache.names() == ["hub"])
    let asked = hub.requests.count
    for (tool, arguments) in calls.dropLast() {
      let offline = try result(of: tool, arguments, options: options + ["--offline"])
      #expect(offline.withRoot { $0["result"]?["isError"]?.bool } == false, "\(tool)")
    }
    let discovery = try result(of: "discover_models", "{}", options: options + ["--offline"])
    #expect(discovery.withRoot { $0["result"]?["isError"]?.bool } == true)
    #expect(hub.requests.count == asked)
  }

  @Test("a signal that ends the server ends the tools that it runs", arguments: [SIGTERM, SIGINT, SIGHUP])
  func endsTools(_ signal: Int32) throws {
    // Shells start background jobs with some signals ignored, and the server inherits that.
    if Signals.isIgnored(signal) { return }
    let connections = Mutex(0)
    let hub = try StubHub([.small]) { _ in
      connections.withLock { $0 += 1 }
      return StubResponse(200, delivery: .hang)
    }
    defer { hub.stop() }
    let server = Process()
    let (input, output) = (Pipe(), Pipe())
    server.executableURL = Package.buildDirectory.appending(path: "hf-fetch")
    server.arguments = ["--mcp", "--no-cache", "--retries", "0", "--endpoint", hub.baseURL]
    (server.standardInput, server.standardOutput, server.standardError) = (input, output, FileHandle.nullDevice)
    try server.run()
    let call = Self.call("fetch_snapshot", #"{"model":"org/small"}"#)
    try input.fileHandleForWriting.write(contentsOf: Data((Self.hello + "\n" + call + "\n").utf8))
    while connections.withLock({ $0 }) == 0, server.isRunning { usleep(10_000) }
    let tools = try children(of: server.processIdentifier)
    #expect(tools.count == 1)
    kill(server.processIdentifier, signal)
    server.waitUntilExit()
    #expect(server.terminationReason == .uncaughtSignal && server.terminationStatus == signal)
    for _ in 0..<500 where tools.contains(where: isRunning) { usleep(10_000) }
    #expect(!tools.contains(where: isRunning))
  }

  private func children(of process: Int32) throws -> [Int32] {
    let list = try Command(system: "ps", ["-A", "-o", "ppid=,pid="]).run().output
    return list.split(separator: "\n").compactMap { line in
      let ids = line.split(separator: " ").compactMap { Int32($0) }
      return ids.count == 2 && ids[0] == process ? ids[1] : nil
    }
  }

  private func isRunning(_ process: Int32) -> Bool {
    let state = try? Command(system: "ps", ["-o", "stat=", "-p", "\(process)"]).run().output
    return state.map { !$0.isEmpty && !$0.hasPrefix("Z") } ?? false
  }

  #if os(Linux)
    @Test("output that cannot be written is an error")
    func reportsFullDisk() throws {
      let script = #"echo '\#(Self.hello)' | "$0" --mcp >/dev/full"#
      let tool = Package.buildDirectory.appending(path: "hf-fetch").path
      let outcome = try Command(system: "bash", ["-c", script, tool]).run()
      #expect(outcome.status == 3)
      #expect(outcome.errors.hasPrefix("hf-fetch: error: cannot write to standard output"), "\(outcome.errors)")
    }
  #endif

  @Test("models on the command line are a usage error")
  func refusesModels() throws {
    let outcome = try Command(tool: "hf-fetch", ["--mcp", "gpt2"]).run()
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("--mcp"))
  }
}
