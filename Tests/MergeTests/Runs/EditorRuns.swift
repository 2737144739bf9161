import Foundation
import TestSupport
import Testing

@Suite("An editor that replaces the database during an import")
struct EditorRuns {
  @Test("each import is in the file, or has failed with status 3")
  func race() throws {
    let database = try TestDatabase("{\"models\": []}\n")
    // The editor writes what it read, with a mark added, as editors do: to another file, which it renames.
    let script = """
      import json, os, sys
      path, done = sys.argv[1], 0
      for number in range(200):
          with open(path) as file: before = file.read(); status = os.fstat(file.fileno())
          document = json.loads(before)
          document["marks"] = document.get("marks", 0) + 1
          with open(path + ".edited", "w") as file: json.dump(document, file)
          now = os.stat(path)
          if now.st_ino == status.st_ino:
              os.rename(path + ".edited", path)
              done += 1
      """
    let editor = Process()
    editor.executableURL = URL(filePath: "/usr/bin/env")
    editor.arguments = ["python3", "-c", script, try database.path]
    editor.standardError = FileHandle.nullDevice
    try editor.run()
    var imported = 0
    for number in 0..<30 {
      let outcome = try database.merge("--force", "--quiet", input: TestDatabase.entry("m\(number)"))
      #expect(outcome.status == 0 || outcome.status == 3)
      if outcome.status == 0 { imported += 1 }
      // Whatever the editor does, what is in place is a whole database.
      #expect((try? JSONSerialization.jsonObject(with: Data(database.text.utf8))) != nil)
    }
    editor.waitUntilExit()
    #expect(imported > 0)
    #expect(try database.scratch.names().filter { $0.hasPrefix(".") } == [])
  }
}
