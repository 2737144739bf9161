import Testing

@testable import models_merge

@Suite("The names of backups")
struct BackupNameTests {
  @Test("a moment is written in UTC to the millisecond")
  func timestamps() {
    let time = Timestamp(milliseconds: 1_700_000_000_042)
    #expect(time.iso8601 == "2023-11-14T22:13:20.042Z")
    #expect(time.fileName == "2023-11-14T22-13-20-042Z")
    #expect(time.successor.fileName == "2023-11-14T22-13-20-043Z")
  }

  @Test(
    "a backup is named for its database",
    arguments: [
      ("models.json", "models.backup.1970-01-01T00-00-00-000Z.json"),
      ("models.JSON", "models.backup.1970-01-01T00-00-00-000Z.json"),
      ("x.json.json", "x.json.backup.1970-01-01T00-00-00-000Z.json"),
      ("models", "models.backup.1970-01-01T00-00-00-000Z.json"),
      (".json", ".json.backup.1970-01-01T00-00-00-000Z.json"),
    ])
  func names(database: String, backup: String) {
    #expect(BackupName(database: database).name(at: Timestamp(milliseconds: 0)) == backup)
  }

  @Test(
    "only names of the pattern are backups",
    arguments: [
      ("models.backup.2026-11-23T01-30-49-123Z.json", "2026-11-23T01:30:49.123Z"),
      ("models.backup.2026-11-23T01-30-49-123Z.json.txt", nil), ("models.backup.mine.json", nil),
      ("other.backup.2026-11-23T01-30-49-123Z.json", nil), ("models.json", nil),
      ("models.backup.2026-11-23T01-30-49-12xZ.json", nil), ("models.backup..json", nil),
    ] as [(String, String?)])
  func recognition(name: String, time: String?) {
    #expect(BackupName(database: "models.json").time(of: name) == time)
  }
}
