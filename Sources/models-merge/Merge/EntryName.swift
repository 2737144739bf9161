/// The names of an entry in reports.
struct EntryName: Equatable {
  /// The id in the database.
  let id: String
  /// The id of the model on the Hub; the entry's id when it has none.
  let label: String

  /// What messages call an entry of the database: its id; its number, from 1, if it has no id or an empty one.
  static func label(id: String?, number: Int) -> String {
    if let id, !id.isEmpty { return id }
    return "entry \(number)"
  }
}

extension ArrivedEntry {
  /// The names of the entry.
  var name: EntryName { EntryName(id: id, label: label) }
}

extension PlannedChanges.PlannedUpdate {
  /// The names of the entry.
  var name: EntryName { EntryName(id: label, label: arrived.label) }
}
