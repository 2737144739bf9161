import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("An editor that replaces the database during an import")
struct EditorRuns {
  @Test("an import succeeds, fails with status 3 or finds its own entry, and the file is always a whole database")
  func race() throws {
    let database = try TestDatabase("{\"models\": []}\n")
    let path = try database.path
    let edits = Mutex(0)
    let isOver = Mutex(false)
    let editing = DispatchGroup()
    editing.enter()
    // Not a thread of a queue: the tests that run at the same time can block all of those.
    Thread.detachNewThread {
      while !isOver.withLock({ $0 }) {
        if (try? EditorRuns.edit(path)) == true { edits.withLock { $0 += 1 } }
      }
      editing.leave()
    }
    var number = 0
    // On a loaded machine, the editor can start late.
    while number < 30 || number < 1000 && edits.withLock({ $0 }) == 0 {
      number += 1
      let outcome = try database.merge("--force", "--quiet", input: TestDatabase.entry("m\(number)"))
      switch outcome.status {
      case 0, 3: break
      default:
        // The editor's file has the new entry if the editor read the file between the exchange of the files and its
        // undoing, and renamed its own file afterwards. The import then starts again and finds the entry.
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(try Report(outcome).failed.map(\.code) == ["duplicate_hf_model_id"])
        #expect(try database.text.contains("\"m\(number)\""))
      }
      #expect((try? JSONSerialization.jsonObject(with: Data(database.text.utf8))) != nil)
    }
    isOver.withLock { $0 = true }
    editing.wait()
    // The editor can be too fast for every import before this one.
    #expect(try database.merge("--force", "--quiet", input: TestDatabase.entry("last")).status == 0)
    #expect(edits.withLock { $0 } > 0)
    #expect(try database.scratch.names().filter { $0.hasPrefix(".") } == [])
  }

  /// Writes what it read, with a mark added, as editors do: to another file, which it renames unless the database was
  /// replaced since.
  private static func edit(_ path: String) throws -> Bool {
    let before = try inode(of: path)
    let old = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any]
    guard var document = old else { return false }
    document["marks"] = (document["marks"] as? Int ?? 0) + 1
    try JSONSerialization.data(withJSONObject: document).write(to: URL(filePath: path + ".edited"))
    return try inode(of: path) == before && rename(path + ".edited", path) == 0
  }

  private static func inode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
  }
}
