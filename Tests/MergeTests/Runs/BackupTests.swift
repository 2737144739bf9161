import Foundation
import TestSupport
import Testing

@Suite("Backups")
struct BackupTests {
  private static let empty = "{\"models\": []}\n"

  @Test("the last import is undone, and the undoing too")
  func restore() throws {
    let database = try TestDatabase(BackupTests.empty)
    #expect(try database.merge("--force", input: TestDatabase.entry("a")).status == 0)
    let imported = try database.text
    #expect(try database.merge("--restore", "latest", "--force").status == 0)
    #expect(try database.text == BackupTests.empty)
    #expect(try database.merge("--restore", "latest", "--force").status == 0)
    #expect(try database.text == imported)
    #expect(try database.backups.count == 3)
  }

  @Test("what is no database is not restored")
  func brokenBackup() throws {
    let database = try TestDatabase(BackupTests.empty)
    try database.scratch.write("{", to: "broken.json")
    #expect(try database.merge("--restore", try database.scratch.path("broken.json"), "--force").status == 3)
    #expect(try database.merge("--restore", "latest", "--force").status == 3)
    #expect(try database.text == BackupTests.empty)
  }

  @Test("are listed as JSON, the oldest first, and only files of the pattern are pruned")
  func pruning() throws {
    let database = try TestDatabase(BackupTests.empty)
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

  @Test("go to a directory of their own, which is made where it is missing")
  func directory() throws {
    let database = try TestDatabase(BackupTests.empty)
    let directory = try database.scratch.path("kept")
    let outcome = try database.merge("--force", "--backup-dir", directory, input: TestDatabase.entry("a"))
    #expect(outcome.status == 0)
    #expect(try database.scratch.names() == ["kept", "models.json"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 1)
    #expect(try database.merge("--restore", "latest", "--force", "--backup-dir", directory).status == 0)
    #expect(try database.text == BackupTests.empty)
  }

  @Test("a backup stays as it was when the database is edited in place")
  func independence() throws {
    let database = try TestDatabase(BackupTests.empty)
    _ = try database.merge("--force", input: TestDatabase.entry("a"))
    let handle = try FileHandle(forWritingTo: URL(filePath: try database.path))
    handle.write(Data("overwritten".utf8))
    try handle.close()
    #expect(try database.scratch.read(try #require(try database.backups.first)) == BackupTests.empty)
  }

  @Test("symbolic links are followed, not replaced, and the mode is kept")
  func links() throws {
    let database = try TestDatabase(BackupTests.empty)
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
}
