/// The two names of an entry: its id in the database, and its model on the Hub.
struct EntryName: Equatable {
  let id: String
  let label: String
}

extension ArrivedEntry {
  /// What the entry is called.
  var name: EntryName { EntryName(id: id, label: label) }
}

extension PlannedChanges.PlannedUpdate {
  /// What the entry is called.
  var name: EntryName { EntryName(id: id, label: arrived.label) }
}
