/// The names of a database's backups: `models.backup.2026-11-23T01-30-49-123Z.json` for `models.json`, with `.undone`
/// or
/// `.restored` before the ending for those that undoing leaves.
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

  /// What a backup is for.
  enum Kind: String, CaseIterable {
    /// The database before a change: what an undo goes back to.
    case before = ""
    /// The database that an undo took away.
    case undone = ".undone"
    /// The database that an undo has put back, so that the next one goes further back.
    case restored = ".restored"

    /// What a listing calls it.
    var label: String { self == .before ? "before" : String(rawValue.dropFirst()) }
  }

  /// The name of a backup made at a moment.
  func name(at time: Timestamp, _ kind: Kind = .before) -> String {
    prefix + time.fileName + kind.rawValue + BackupName.suffix
  }

  /// The name of the same backup as another kind; nil when it is no backup's name.
  func name(_ name: String, as kind: Kind) -> String? {
    parse(name).map { prefix + $0.stamp + kind.rawValue + BackupName.suffix }
  }

  /// The kind of a backup of this name, and when it was made, in ISO 8601; nil when it is no backup's name.
  func backup(named name: String) -> (kind: Kind, time: String)? {
    guard let (stamp, kind) = parse(name) else { return nil }
    let time = stamp.dropFirst(11).split(separator: "-")
    return (kind, "\(stamp.prefix(11))\(time[0]):\(time[1]):\(time[2]).\(time[3])")
  }

  private func parse(_ name: String) -> (stamp: Substring, kind: Kind)? {
    guard name.hasPrefix(prefix), name.hasSuffix(BackupName.suffix), name.count > prefix.count else { return nil }
    let middle = name.dropFirst(prefix.count).dropLast(BackupName.suffix.count)
    let stamp = middle.prefix(BackupName.pattern.count)
    guard let kind = Kind(rawValue: String(middle.dropFirst(stamp.count))), stamp.count == BackupName.pattern.count,
      zip(stamp, BackupName.pattern).allSatisfy(BackupName.matches)
    else { return nil }
    return (stamp, kind)
  }

  private var prefix: String { stem + ".backup." }

  private static func matches(_ character: Character, _ pattern: Character) -> Bool {
    pattern == "0" ? ("0"..."9").contains(character) : character == pattern
  }
}
