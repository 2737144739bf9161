import Foundation
import JSON
import StubHub
import TestSupport
import Testing

/// The official Python client, where there is one: `PYTHON` names an interpreter that has the package `mcp`.
private enum OfficialClient {
  static let interpreter = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"

  static let isInstalled: Bool =
    (try? Command(system: interpreter, ["-c", "from mcp import Client"]).run().status) == 0

  static func run(_ mode: String, against hub: StubHub, database: String) throws -> JSONDocument {
    let script = Package.root.appending(path: "Tests/MCPTests/Runs/official-client.py").path(percentEncoded: false)
    let tool = Package.buildDirectory.appending(path: "hf-fetch").path(percentEncoded: false)
    let outcome = try Command(system: interpreter, [script, tool, mode, hub.baseURL, database]).run()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONDocument(outcome.output)
  }
}

@Suite(
  "The official MCP client",
  .enabled(if: OfficialClient.isInstalled, "no Python with the package 'mcp' here: set PYTHON to one that has it"))
struct OfficialClientRuns {
  @Test(
    "the official client initializes, lists the tools, calls each, gets progress, and gets an error for a bad id",
    arguments: [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
  func speaksToOfficialClient(_ mode: String, _ revision: String) throws {
    let hub = try StubHub([.small])
    defer { hub.stop() }
    let scratch = try ScratchDirectory()
    // Values that people may have left in a database: the output schemas must let them pass.
    let entry = #"{"id": "smaller", "hf_model_id": "org/small", "num_layers": "2", "license": 7, "kv_cache": []}"#
    try scratch.write("{\n  \"models\": [\n    \(entry)\n  ]\n}\n", to: "models.json")
    let document = try OfficialClient.run(mode, against: hub, database: scratch.path("models.json"))
    defer { withExtendedLifetime(document) {} }
    let seen = document.root
    #expect(seen["revision"]?.string == revision)
    #expect(
      seen["tools"]?.elements.compactMap(\.string)
        == [
          "discover_models", "fetch_snapshot", "describe_model", "preview_import", "find_entries", "audit_entries",
        ])
    let calls = try #require(seen["calls"])
    for (name, call) in calls.members {
      #expect(call["isError"]?.bool == (name.string == "bad id"), "\(name.string ?? "")")
    }
    #expect(calls["discover_models"]?["structured"]?["models"]?.count == 1)
    #expect(calls["fetch_snapshot"]?["structured"]?["model_id"]?.string == "org/small")
    #expect(calls["describe_model"]?["structured"]?["entry"]?["id"]?.string == "small")
    #expect(calls["preview_import"]?["structured"]?["report"]?["updated"]?.elements.compactMap(\.string) == ["smaller"])
    #expect(calls["find_entries"]?["structured"]?["entries"]?.count == 1)
    #expect(calls["audit_entries"]?["structured"]?["summary"]?["compared"]?.int == 1)
    #expect(seen["progress"]?.elements.contains { $0.elements.compactMap(\.int) == [1, 1] } == true)
    #expect(calls["bad id"]?["structured"]?["error"]?["code"]?.string == "not_found")
  }
}
