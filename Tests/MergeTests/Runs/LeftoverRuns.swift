import Foundation
import TestSupport
import Testing

@Suite("Files of killed runs")
struct LeftoverRuns {
  private static let empty = "{\"models\": []}\n"

  /// The name of a temporary file that holds a file's inode number, as an import gives it.
  private func certifiedName(_ path: String) -> String {
    var status = stat()
    lstat(path, &status)
    return ".models.json.\(String(status.st_ino, radix: 16)).new"
  }

  @Test("a new file that did not replace the database is removed by the next run")
  func newFile() throws {
    let database = try TestDatabase(LeftoverRuns.empty)
    let file = try database.scratch.write("half", to: "half").path(percentEncoded: false)
    rename(file, try database.scratch.path(certifiedName(file)))
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    #expect(try database.scratch.names().count == 2)
  }

  @Test("an old file that was replaced becomes a backup, unless it has one")
  func oldFile() throws {
    let database = try TestDatabase(LeftoverRuns.empty)
    let name = certifiedName(try database.path)
    try database.scratch.write("{\"models\": [ ]}", to: name)
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    #expect(try database.backups.count == 2)
    #expect(try !database.scratch.names().contains(name))
    #expect(try database.backups.contains { try database.scratch.read($0) == "{\"models\": [ ]}" })
  }

  @Test("with --backup-dir, an old file that was replaced becomes a backup there, where an undo finds it")
  func oldFileInOtherDirectory() throws {
    let database = try TestDatabase(LeftoverRuns.empty)
    try database.scratch.write("{\"models\": [ ]}", to: certifiedName(try database.path))
    let directory = try database.scratch.path("kept")
    let options = ["--force", "--backup-dir", directory]
    let outcome = try Command(
      tool: "models-merge", [try database.path] + options, input: TestDatabase.entry("a")
    ).run()
    #expect(outcome.status == 0)
    #expect(try database.scratch.names() == ["kept", "models.json"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 2)
    for text in [LeftoverRuns.empty, "{\"models\": [ ]}"] {
      #expect(try Command(tool: "models-merge", [try database.path, "--undo"] + options).run().status == 0)
      #expect(try database.text == text)
    }
  }

  @Test("a backup that is a hard link to the database is removed")
  func backupOfNothing() throws {
    let database = try TestDatabase(LeftoverRuns.empty)
    link(try database.path, try database.scratch.path("models.backup.2026-01-01T00-00-00-000Z.json"))
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    #expect(try database.backups.count == 1)
  }

  @Test(
    "files that a user gave similar names are kept",
    arguments: [
      ".models.json.new", ".models.json.1.new", ".models.json.abc123.new", ".models.json.0-1.new", ".models.json..new",
      "models.json.new", "models.backup.mine.json", "models.json.tmp", "models.json~", ".models.json.swp",
    ])
  func similarNames(name: String) throws {
    let database = try TestDatabase(LeftoverRuns.empty)
    try database.scratch.write("mine", to: name)
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    #expect(try database.merge("--force", input: TestDatabase.entry("b")).status == 0)
    #expect(try database.scratch.read(name) == "mine")
    #expect(try database.scratch.names().count == 4)
  }

  @Test(
    "a write beyond the file size limit is an error with status 3, and no temporary file is left", arguments: [0, 1])
  func fileSizeLimit(blocks: Int) throws {
    let text = "{\"models\": [], \"notes\": \"" + String(repeating: "x", count: 2000) + "\"}\n"
    let database = try TestDatabase(text)
    let tool = Package.buildDirectory.appending(path: "models-merge").path(percentEncoded: false)
    // The shell's own files are subject to the limit too, so the output goes through a pipe.
    let script = "(ulimit -f \(blocks); exec \"$0\" \"$1\" --force) 2>&1 | cat; exit ${PIPESTATUS[0]}"
    var command = Command(system: "bash", ["-c", script, tool, try database.path])
    command.input = Data(TestDatabase.entry("new").utf8)
    let outcome = try command.run()
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("File too large"))
    #expect(try database.text == text)
    #expect(try database.scratch.names() == ["models.json"])
  }

  @Test("extended attributes are kept, and one that was removed does not come back")
  func attributes() throws {
    #if os(Linux)
      let database = try TestDatabase(LeftoverRuns.empty)
      let set = "import os, sys; os.setxattr(sys.argv[1], 'user.note', b'mine')"
      let path = try database.path
      guard try Command(system: "python3", ["-c", set, path]).run().status == 0 else { return }
      #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
      let get = "import os, sys; print(os.listxattr(sys.argv[1]), os.getxattr(sys.argv[1], 'user.note'))"
      #expect(try Command(system: "python3", ["-c", get, path]).run().output == "['user.note'] b'mine'\n")
      let remove = "import os, sys; os.removexattr(sys.argv[1], 'user.note')"
      #expect(try Command(system: "python3", ["-c", remove, path]).run().status == 0)
      #expect(try database.merge("--force", input: TestDatabase.entry("b")).status == 0)
      let list = "import os, sys; print(os.listxattr(sys.argv[1]))"
      #expect(try Command(system: "python3", ["-c", list, path]).run().output == "[]\n")
    #endif
  }
}
