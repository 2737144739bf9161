import CommandLineTool
import Foundation
import JSON
import TestSupport
import Testing

@testable import Files

@Suite("Output files")
struct OutputFileTests {
  @Test("an output path that becomes an input during the run is not overwritten, and is reported as changed")
  func becomesInput() throws {
    let scratch = try ScratchDirectory()
    let database = scratch.path("models.json")
    let log = scratch.path("log")
    try scratch.write("database", to: "models.json")
    try scratch.write("old", to: "log")
    let output = try OutputFile(log, apartFrom: [.init(database, role: "the database")], operation: "write the log to")
    let text = ByteBuffer()
    text.append(text: "new")
    try output.prepare(text)
    try FileManager.default.removeItem(atPath: log)
    try FileManager.default.linkItem(atPath: database, toPath: log)
    let error = #expect(throws: FileError.self) { try output.commit() }
    #expect(error?.reason == .changed)
    #expect(error?.hint.contains("was not overwritten") == true)
    #expect(try String(contentsOfFile: database, encoding: .utf8) == "database")
  }

  @Test("if an exchange cannot be undone, message and hint name the path of the other program's file")
  func displaced() {
    let error = FileError("replace", "models.json", .displaced(to: ".models.json.1"))
    for text in [error.message, error.hint] { #expect(text.contains("'.models.json.1'")) }
    #expect(error.toolError.code == "file_displaced")
  }
}
