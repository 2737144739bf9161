import Foundation
import TestSupport
import Testing

@Suite("The bundled database")
struct BundledDatabaseTests {
  private var database: String {
    get throws { try String(contentsOf: Package.root.appending(path: "data/models.json"), encoding: .utf8) }
  }

  @Test("the bundled database is byte for byte what the recorded snapshots give")
  func isReproducible() throws {
    let scratch = try ScratchDirectory()
    var command = Command(system: "bash", [".make/database", scratch.path("models.json")])
    command.directory = Package.root
    command.environment = ["TOOLS": Package.buildDirectory.path(percentEncoded: false)]
    let outcome = try command.run()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try scratch.read("models.json") == database)
  }

  @Test("the bundled database has at least eighty models, and no differences from the recorded snapshots")
  func auditsClean() throws {
    let outcome = try Make.run("audit", ["SNAPSHOTS": "data/evidence.ndjson", "TEXT_ONLY": "1", "STRICT": "1"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""differing":0,"differences":0,"lacking":0"#))
    #expect(try database.split(separator: "\n").filter { $0.contains("\"hf_model_id\"") }.count >= 80)
  }
}
