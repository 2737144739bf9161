/// The names of a database's backups: `models.backup.2026-11-23T01-30-49-123Z.json` for `models.json`.
struct BackupName {
  /// The database's name without `.json`.
  let stem: String

  private static let suffix = ".json"
  private static let pattern = "0000-00-00T00-00-00-000Z"

  /// The names for a database of this name.
  init(database name: String) {
    let hasSuffix = name.lowercased().hasSuffix(BackupName.suffix) && name.count > BackupName.suffix.count
    stem = hasSuffix ? String(name.dropLast(BackupName.suffix.count)) : name
  }

  /// The name of a backup made at a moment.
  func name(at time: Timestamp) -> String { prefix + time.fileName + BackupName.suffix }

  /// When a backup of this name was made, in ISO 8601; nil when it is no backup's name.
  func time(of name: String) -> String? {
    guard name.hasPrefix(prefix), name.hasSuffix(BackupName.suffix) else { return nil }
    let stamp = name.dropFirst(prefix.count).dropLast(BackupName.suffix.count)
    guard stamp.count == BackupName.pattern.count, zip(stamp, BackupName.pattern).allSatisfy(BackupName.matches) else {
      return nil
    }
    let time = stamp.dropFirst(11).split(separator: "-")
    return "\(stamp.prefix(11))\(time[0]):\(time[1]):\(time[2]).\(time[3])"
  }

  private var prefix: String { stem + ".backup." }

  private static func matches(_ character: Character, _ pattern: Character) -> Bool {
    pattern == "0" ? ("0"..."9").contains(character) : character == pattern
  }
}
