import ModelSpec

/// The failures for the duplicates that ``DuplicateCheck`` refuses, with hints.
enum DuplicateMessages {
  /// The failure when the database has the same model, or an entry with the same id.
  static func inDatabase(_ arrived: ArrivedEntry, _ match: EntryLookup.EntryMatch, _ hints: ImportHints) -> Failure {
    if match.byModelID == nil, let known = match.byID {
      return failure(
        .duplicateID, arrived, "the id '\(arrived.id)' is in the database already: \(describe(known))",
        hint: match.isOfAnotherModel(than: arrived) ? hints.otherModel(otherID(arrived)) : hints.sameModel)
    }
    let entry = match.byModelID.map { ": \(describe($0))" } ?? ""
    return failure(
      .duplicateHFModelID, arrived, "the model '\(arrived.label)' is in the database already\(entry)",
      hint: hints.sameModel)
  }

  /// The failure when the Hub has renamed the model of an entry, and another entry has the new name.
  static func renamedToExisting(
    _ arrived: ArrivedEntry, _ existing: EntryLookup.ExistingEntry, _ other: EntryLookup.ExistingEntry
  ) -> Failure {
    failure(
      .duplicateHFModelID, arrived,
      "the Hub has renamed the model of \(describe(existing)): it is the model of \(describe(other)) too",
      hint: "remove one of the two entries")
  }

  /// The failure when two entries of the database are of the model, so that it is not clear which one to update.
  static func twoEntries(
    _ arrived: ArrivedEntry, _ existing: EntryLookup.ExistingEntry, _ other: EntryLookup.ExistingEntry
  ) -> Failure {
    failure(
      .duplicateHFModelID, arrived,
      "two entries of the database are of this model: \(describe(existing)), and \(describe(other))",
      hint: "remove one of the two entries, or correct its hf_model_id")
  }

  /// The failure when an earlier entry of the batch has the id.
  static func idInBatch(_ arrived: ArrivedEntry, _ earlier: ArrivedEntry, _ hints: ImportHints) -> Failure {
    let isSame = arrived.modelID.map(ModelID.comparisonKey) == earlier.modelID.map(ModelID.comparisonKey)
    return failure(
      .duplicateID, arrived,
      "the id '\(arrived.id)' is in this batch twice: entry '\(earlier.id)' of '\(earlier.label)' came first",
      hint: isSame ? nameOnce : hints.otherModel(otherID(arrived)))
  }

  /// The failure when an earlier entry of the batch is the same model.
  static func modelIDInBatch(_ arrived: ArrivedEntry, _ earlier: ArrivedEntry) -> Failure {
    failure(
      .duplicateHFModelID, arrived,
      "the model '\(arrived.label)' is in this batch twice: entry '\(earlier.id)' came first", hint: nameOnce)
  }

  private static let nameOnce = "list each model only once"

  /// A different id to suggest. It includes the organization: models of two organizations can have the same name.
  private static func otherID(_ arrived: ArrivedEntry) -> String {
    arrived.modelID.flatMap { $0.contains("/") ? EntryID.spelled($0) : nil }
      ?? "org-\(EntryID.comparisonKey(arrived.id))"
  }

  private static func describe(_ known: EntryLookup.ExistingEntry) -> String {
    let name = known.id.map { "entry \(known.index + 1), '\($0)'" } ?? known.label
    return known.modelID.map { "\(name) ('\($0)')" } ?? name
  }

  private static func failure(_ code: FailureCode, _ arrived: ArrivedEntry, _ message: String, hint: String) -> Failure
  {
    Failure(code, stage: .merge, modelID: arrived.label, message: message, hint: hint)
  }
}
