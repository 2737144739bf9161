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
      ("models.backup.2026-11-23T01-30-49-123Z.json", "2026-11-23T01:30:49.123Z", .before),
      ("models.backup.2026-11-23T01-30-49-123Z.undone.json", "2026-11-23T01:30:49.123Z", .undone),
      ("models.backup.2026-11-23T01-30-49-123Z.restored.json", "2026-11-23T01:30:49.123Z", .restored),
      ("models.backup.2026-11-23T01-30-49-123Z.mine.json", nil, nil),
      ("models.backup.2026-11-23T01-30-49-123Z.json.txt", nil, nil), ("models.backup.mine.json", nil, nil),
      ("other.backup.2026-11-23T01-30-49-123Z.json", nil, nil), ("models.json", nil, nil),
      ("models.backup.2026-11-23T01-30-49-12xZ.json", nil, nil), ("models.backup..json", nil, nil),
      ("models.backup.json", nil, nil), ("models.backup.2026-02-31T01-30-49-123Z.json", nil, nil),
      ("models.backup.9999-99-99T99-99-99-999Z.json", nil, nil),
      ("models.backup.2026-11-23-01-30-49-123Z.json", nil, nil),
      ("models.backup.9999-12-31T23-59-59-999Z.json", "9999-12-31T23:59:59.999Z", .before),
      ("models.backup.10000-01-01T00-00-00-000Z.json", nil, nil),
      ("models.backup.2147485547-1-1-1-1-1-1ZZ.json", nil, nil),
      ("models.backup.1969-12-31T23-59-59-999Z.json", nil, nil),
    ] as [(String, String?, BackupName.Purpose?)])
  func recognition(name: String, time: String?, purpose: BackupName.Purpose?) {
    let backup = BackupName(database: "models.json").backup(named: name)
    #expect(backup?.time.iso8601 == time)
    #expect(backup?.purpose == purpose)
  }
}
