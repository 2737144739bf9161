import Files
import Foundation
import TestSupport
import Testing

@Suite("Backups")
struct BackupRuns {
  private static let empty = "{\"models\": []}\n"

  @Test("each --undo or --restore latest undoes one more change, and keeps the replaced database")
  func undo() throws {
    let database = try TestDatabase(BackupRuns.empty)
    var states = [BackupRuns.empty]
    for id in ["a", "b", "c"] {
      #expect(try database.merge("--force", input: TestDatabase.entry(id)).status == 0)
      states.append(try database.text)
    }
    for (step, option) in [["--undo"], ["--restore", "latest"], ["--undo"]].enumerated() {
      let outcome = try Command(tool: "models-merge", [try database.path] + option + ["--force"]).run()
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("restored '"))
      #expect(try database.text == states[2 - step])
    }
    let last = try database.merge("--undo", "--force")
    #expect(last.status == 3)
    #expect(last.errors.contains("there is nothing to undo"))
    #expect(try database.text == BackupRuns.empty)
    #expect(try database.backups.count == 6)
    let undone = try #require(try database.backups.first { $0.contains(".undone.") })
    #expect(try database.merge("--restore", try database.scratch.path(undone), "--force").status == 0)
    #expect(try database.text == states[3])
    #expect(try database.merge("--undo", "--force").status == 0)
    #expect(try database.text == BackupRuns.empty)
  }

  @Test("after an undo and an import, an undo undoes the import, and the next one the change before")
  func undoAfterImport() throws {
    let database = try TestDatabase(BackupRuns.empty)
    _ = try database.merge("--force", input: TestDatabase.entry("a"))
    let first = try database.text
    _ = try database.merge("--force", input: TestDatabase.entry("b"))
    _ = try database.merge("--undo", "--force")
    _ = try database.merge("--force", input: TestDatabase.entry("c"))
    _ = try database.merge("--undo", "--force")
    #expect(try database.text == first)
    _ = try database.merge("--undo", "--force")
    #expect(try database.text == BackupRuns.empty)
  }

  @Test("after the clock went back, an undo still undoes the last change, and its backup is kept")
  func clockWentBack() throws {
    let database = try TestDatabase(BackupRuns.empty)
    let ahead = "models.backup.2999-12-31T23-59-59-999Z.json"
    try database.scratch.write("{\"models\": [], \"made\": \"ahead\"}\n", to: ahead)
    _ = try database.merge("--force", input: TestDatabase.entry("a"))
    let first = try database.text
    _ = try database.merge("--force", "--keep-backups", "1", input: TestDatabase.entry("b"))
    #expect(try database.backups == ["models.backup.3000-01-01T00-00-00-001Z.json"])
    #expect(try database.merge("--undo", "--force").status == 0)
    #expect(try database.text == first)
  }

  @Test("if the newest backup is not a database, the hint lists the others")
  func damagedBackup() throws {
    let database = try TestDatabase(BackupRuns.empty)
    try database.scratch.write("{", to: "models.backup.2026-11-23T01-30-49-123Z.json")
    let outcome = try database.merge("--undo", "--force")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("--list-backups; restore one of them with --restore PATH"), "\(outcome.errors)")
  }

  @Test("an import prints the command that undoes it, which works as printed")
  func undoCommand() throws {
    let database = try TestDatabase(BackupRuns.empty, name: "it's here.json")
    let outcome = try database.merge("--force", input: TestDatabase.entry("a"))
    let line = try #require(outcome.errors.split(separator: "\n").last { $0.contains("undo with: ") })
    let command = String(line[(try #require(line.firstRange(of: "undo with: "))).upperBound...])
    #expect(try Command(system: "sh", ["-c", command + " --force"]).run().status == 0)
    #expect(try database.text == BackupRuns.empty)
  }

  @Test("a restoration prints the command that undoes it, which works as printed", arguments: [nil, "kept backups"])
  func undoCommandOfRestoration(directory: String?) throws {
    let database = try TestDatabase(BackupRuns.empty)
    let options = try directory.map { ["--backup-dir", try database.scratch.path($0)] } ?? []
    let run = { (arguments: [String], input: String) in
      try Command(tool: "models-merge", [try database.path, "--force"] + options + arguments, input: input).run()
    }
    #expect(try run([], TestDatabase.entry("a")).status == 0)
    let changed = try database.text
    let outcome = try run(["--undo"], "")
    let line = try #require(outcome.errors.split(separator: "\n").last { $0.contains("undo this with: ") })
    let command = String(line[(try #require(line.firstRange(of: "undo this with: "))).upperBound...])
    #expect(try Command(system: "sh", ["-c", command + " --force"]).run().status == 0)
    #expect(try database.text == changed)
    #expect(try database.scratch.names().contains { $0.contains(".backup.") } == (directory == nil))
    let empty = try database.scratch.write(BackupRuns.empty, to: "empty.json").path(percentEncoded: false)
    let nothing = try Command(tool: "models-merge", [empty, "--undo"] + options).run()
    #expect(nothing.errors.contains("--backup-dir") == (directory != nil))
  }

  @Test("a file that is not a database is not restored")
  func brokenBackup() throws {
    let database = try TestDatabase(BackupRuns.empty)
    try database.scratch.write("{", to: "broken.json")
    #expect(try database.merge("--restore", try database.scratch.path("broken.json"), "--force").status == 3)
    #expect(try database.merge("--undo", "--force").status == 3)
    #expect(try database.text == BackupRuns.empty)
  }

  @Test("backups are listed as JSON, the oldest first, and only backups are pruned")
  func pruning() throws {
    let database = try TestDatabase(BackupRuns.empty)
    try database.scratch.write("mine", to: "models.backup.mine.json")
    for id in ["a", "b", "c"] {
      #expect(try database.merge("--force", "--keep-backups", "2", input: TestDatabase.entry(id)).status == 0)
    }
    struct Listing: Decodable {
      struct Backup: Decodable {
        var path: String
        var created: String
        var sizeBytes: Int
      }
      var backups: [Backup]
    }
    let outcome = try database.merge("--list-backups")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let listed = try decoder.decode(Listing.self, from: Data(outcome.output.utf8)).backups
    #expect(listed.count == 2)
    #expect(listed.map(\.created) == listed.map(\.created).sorted())
    #expect(try Data(contentsOf: URL(filePath: listed[0].path)).count == listed[0].sizeBytes)
    #expect(try database.scratch.read("models.backup.mine.json") == "mine")
  }

  @Test("the backups of a removed database are listed, and a path without a database or backups is an error")
  func listingWithoutDatabase() throws {
    let database = try TestDatabase(BackupRuns.empty)
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    try FileManager.default.removeItem(atPath: database.path)
    #expect(try database.merge("--list-backups").output.contains("models.backup."))
    let mistyped = try Command(tool: "models-merge", [database.scratch.path("model.json"), "--list-backups"]).run()
    #expect(mistyped.status == 3 && mistyped.output.isEmpty)
    #expect(mistyped.errors.contains("model.json': No such file or directory"))
  }

  @Test("if the database is missing, the hint names the newest backup")
  func missingDatabase() throws {
    let database = try TestDatabase(BackupRuns.empty)
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    try FileManager.default.removeItem(atPath: database.path)
    let outcome = try database.merge("--undo", "--force")
    #expect(outcome.status == 3)
    let backup = try #require(try database.backups.first)
    #expect(outcome.errors.contains("to restore the newest backup: cp ") && outcome.errors.contains("\(backup)"))
  }

  @Test("after a backup with the last possible time, the next one can still be listed")
  func lastTime() throws {
    let database = try TestDatabase(BackupRuns.empty)
    try database.scratch.write("{}", to: "models.backup.9999-12-31T23-59-59-999Z.json")
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    let listed = try database.merge("--list-backups").output
    #expect(listed.components(separatedBy: #""path""#).count == 3, "\(listed)")
  }

  @Test("backups are written to --backup-dir, which is created")
  func directory() throws {
    let database = try TestDatabase(BackupRuns.empty)
    let directory = try database.scratch.path("kept")
    let outcome = try database.merge("--force", "--backup-dir", directory, input: TestDatabase.entry("a"))
    #expect(outcome.status == 0)
    #expect(try database.scratch.names() == ["kept", "models.json"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 1)
    #expect(try database.merge("--restore", "latest", "--force", "--backup-dir", directory).status == 0)
    #expect(try database.text == BackupRuns.empty)
  }

  @Test("a backup does not change when the database is edited in place")
  func independence() throws {
    let database = try TestDatabase(BackupRuns.empty)
    _ = try database.merge("--force", input: TestDatabase.entry("a"))
    let handle = try FileHandle(forWritingTo: URL(filePath: try database.path))
    handle.write(Data("overwritten".utf8))
    try handle.close()
    #expect(try database.scratch.read(try #require(try database.backups.first)) == BackupRuns.empty)
  }

  @Test("symbolic links are followed, not replaced, and the mode is kept")
  func links() throws {
    let database = try TestDatabase(BackupRuns.empty)
    chmod(try database.path, 0o640)
    let link = try database.scratch.path("link.json")
    symlink("models.json", link)
    let outcome = try Command(tool: "models-merge", [link, "--force"], input: TestDatabase.entry("a")).run()
    #expect(outcome.status == 0)
    var status = stat()
    lstat(link, &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    stat(try database.path, &status)
    #expect(status.st_mode & 0o777 == 0o640)
    #expect(try database.text.contains("\"a\""))
  }

  /// Whether the file system of temporary files has extended attributes.
  private static let hasAttributes = {
    guard let scratch = try? ScratchDirectory(), (try? scratch.write("", to: "file")) != nil else { return false }
    ExtendedAttributes.setText("user.test", to: "text", at: scratch.path("file"))
    return ExtendedAttributes.text("user.test", at: scratch.path("file")) == "text"
  }()

  @Test(
    "two databases of one name can share a directory of backups: an undo restores the own one, and none is removed",
    .enabled(if: hasAttributes))
  func sharedDirectory() throws {
    let (first, second) = (try TestDatabase(BackupRuns.empty), try TestDatabase("{\"models\":[ ]}"))
    let directory = try first.scratch.path("kept")
    let options = ["--force", "--backup-dir", directory]
    func run(_ database: TestDatabase, _ arguments: [String], _ input: String = "") throws -> Command.Outcome {
      try Command(tool: "models-merge", [try database.path] + options + arguments, input: input).run()
    }
    #expect(try run(first, [], TestDatabase.entry("a")).status == 0)
    #expect(try run(second, ["--keep-backups", "1"], TestDatabase.entry("b")).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 2)
    #expect(try run(first, ["--undo"]).status == 0)
    #expect(try first.text == BackupRuns.empty)
    #expect(try run(second, ["--undo"]).status == 0)
    #expect(try second.text == "{\"models\":[ ]}")
  }

  @Test(
    "a copied directory keeps its backups, also if they are copied with their attributes", arguments: [".", "kept"])
  func copiedDirectory(backups: String) throws {
    let database = try TestDatabase(BackupRuns.empty)
    let options = ["--force", "--backup-dir", try database.scratch.path(backups)]
    let imported = try Command(tool: "models-merge", [database.path] + options, input: TestDatabase.entry("a")).run()
    #expect(imported.status == 0)
    let copy = try ScratchDirectory()
    let paths = [try database.scratch.url.path + "/.", copy.url.path]
    #expect(try Command(system: "cp", ["-a"] + paths).run().status == 0)
    let undone = try Command(
      tool: "models-merge", [copy.path("models.json"), "--undo", "--force", "--backup-dir", copy.path(backups)]
    ).run()
    #expect(undone.status == 0, "\(undone.errors)")
    #expect(try copy.read("models.json") == BackupRuns.empty)
  }

  @Test(
    "databases in one directory whose names differ only in the extension do not share backups",
    .enabled(if: hasAttributes))
  func similarNames() throws {
    let database = try TestDatabase(BackupRuns.empty)
    try database.scratch.write(BackupRuns.empty, to: "models")
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    let other = try Command(tool: "models-merge", [database.scratch.path("models"), "--undo", "--force"]).run()
    #expect(other.status == 3)
    #expect(other.errors.contains("there is nothing to undo"))
  }
}
