/// The names of a database's backups: `models.backup.2026-11-23T01-30-49-123Z.json` for `models.json`. Before the
/// extension, `--undo` adds `.undone` to the backup that it makes, and `.restored` to the one that it restores.
struct BackupName {
  /// The database's name without `.json`.
  let stem: String

  private static let suffix = ".json"

  /// The backup names of a database with this file name.
  init(database name: String) {
    let hasSuffix = name.lowercased().hasSuffix(BackupName.suffix) && name.count > BackupName.suffix.count
    stem = hasSuffix ? String(name.dropLast(BackupName.suffix.count)) : name
  }

  /// The purpose of a backup.
  enum Purpose: String, CaseIterable {
    /// The database before a change. An undo can restore it.
    case before = ""
    /// The database that an undo replaced.
    case undone = ".undone"
    /// A backup that an undo has restored. The next undo restores the one before it.
    case restored = ".restored"

    /// Its name in the output of `--list-backups`.
    var label: String { self == .before ? "before" : String(rawValue.dropFirst()) }
  }

  /// The name of a backup made at a time.
  func name(at time: Timestamp, _ purpose: Purpose = .before) -> String {
    prefix + time.fileName + purpose.rawValue + BackupName.suffix
  }

  /// The name of the same backup for another purpose; nil when `name` is not that of a backup.
  func name(_ name: String, as purpose: Purpose) -> String? {
    backup(named: name).map { self.name(at: $0.time, purpose) }
  }

  /// The purpose of the backup with this name, and its time; nil when the name is not that of a backup.
  func backup(named name: String) -> (purpose: Purpose, time: Timestamp)? {
    guard name.hasPrefix(prefix), name.hasSuffix(BackupName.suffix), name.count > prefix.count else { return nil }
    let middle = name.dropFirst(prefix.count).dropLast(BackupName.suffix.count)
    let timestamp = middle.prefix(Timestamp.fileNameLength)
    guard let purpose = Purpose(rawValue: String(middle.dropFirst(timestamp.count))),
      let time = Timestamp(fileName: timestamp)
    else { return nil }
    return (purpose, time)
  }

  private var prefix: String { stem + ".backup." }
}
