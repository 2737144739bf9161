import CommandLineTool
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("The replacement of a file that another program replaces at the same time")
struct FileReplacementTests {
  private let scratch: ScratchDirectory
  private let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.path("models.json")
    try scratch.write("old", to: "models.json")
  }

  @Test("the other program's file is put back, and nothing is left of the new one")
  func replacedBefore() throws {
    let error = try replace { call in if call == 1 { try edit("edit 1") } }
    #expect(error?.reason == .changed)
    #expect(try scratch.read("models.json") == "edit 1")
    #expect(try scratch.names() == ["models.json"])
  }

  @Test(
    "if it replaces the new file too before that, or writes to it, both of its versions are kept",
    arguments: [true, false])
  func replacedTwice(isInPlace: Bool) throws {
    let error = try replace { call in
      if call == 2, isInPlace {
        try Data("edit 2".utf8).write(to: URL(filePath: path))
      } else if call <= 2 {
        try edit("edit \(call)")
      }
    }
    #expect(try scratch.read("models.json") == "edit 2")
    guard case .changedTwice(let earlier) = error?.reason else {
      Issue.record("the error is \(String(describing: error))")
      return
    }
    #expect(try String(contentsOfFile: earlier, encoding: .utf8) == "edit 1")
    #expect(error?.message.contains(earlier) == true)
    #expect(error?.hint.contains(earlier) == true)
    #expect(error?.toolError.code == "file_displaced")
  }

  /// Replaces the file while another program acts before each exchange, and returns the error.
  ///
  /// - Parameter act: what that program does before the exchange with this number, 1 for the first.
  private func replace(_ act: @escaping (Int) throws -> Void) throws -> FileError? {
    let replacement = FileReplacement(of: path)
    let old = try OpenFile(path)
    _ = try Array("new".utf8).withUnsafeBufferPointer { try replacement.prepare([$0], like: old) }
    var calls = 0
    replacement.exchangeFiles = { first, second in
      calls += 1
      do { try act(calls) } catch { Issue.record(error) }
      return FileExchange.exchange(first, second)
    }
    return #expect(throws: FileError.self) { _ = try replacement.commit(expecting: try old.status()) }
  }

  private func edit(_ text: String) throws {
    try scratch.write(text, to: "edited")
    try #require(rename(scratch.path("edited"), path) == 0)
  }
}
