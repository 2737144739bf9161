import CommandLineTool
import Files
import TestSupport
import Testing

@testable import models_merge

@Suite("The log of an import")
struct LogFileTests {
  @Test("a log that was discarded before a new attempt is written by an attempt that writes nothing else")
  func restart() throws {
    let database = try TestDatabase("{\"models\": []}\n")
    let path = try database.scratch.path("log.md")
    let options = try MergeOptions(
      ParsedArguments([try database.path, "--force", "--log", path], of: .merge, environment: { _ in nil }))
    let log = try #require(try LogFile(options))
    let file = try LoadedFile(try OpenFile(try database.path), limit: 1000)
    let plan = PlannedChanges(removing: [], from: try DatabaseLayout(file), options)
    let composition = DatabaseComposition(plan, keepsOrder: true)
    try log.prepare(MergeReport(plan, composition, .written(backup: "backup"), options))
    log.discard(.systemFailure(code: "file_changed", "the file has changed", hint: "try again"))
    #expect(try database.scratch.names() == ["models.json"])
    try log.conclude(MergeReport(plan, composition, .nothingWritten, options))
    #expect(try database.scratch.read("log.md").contains("# "))
  }
}
