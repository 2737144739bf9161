import Files
import Foundation
import TestSupport
import Testing

@testable import hf_fetch

@Suite("Files of a local directory")
struct LocalFilesTests {
  @Test("files are listed with their subdirectories, without hidden ones, sorted by path")
  func lists() throws {
    let scratch = try ScratchDirectory()
    for name in ["m/a", "m/.git"] {
      try FileManager.default.createDirectory(atPath: scratch.path(name), withIntermediateDirectories: true)
    }
    for path in ["b.json", "a/c.json", ".git/config", "._b.json"] { try scratch.write("{}", to: "m/" + path) }
    #expect(try LocalFiles.list(in: scratch.path("m"))?.map(\.path) == ["a/c.json", "b.json"])
  }

  @Test("a directory that cannot be listed is an error, not an empty directory")
  func missing() throws {
    let path = try ScratchDirectory().path("none")
    #expect(throws: FileError.self) { try LocalFiles.list(in: path) }
  }
}
