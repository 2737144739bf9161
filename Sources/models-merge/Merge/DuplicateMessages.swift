import ModelSpec

/// The failures for entries that exist already, or do not exist, with hints.
enum DuplicateFailure {
  /// The database has the entry, or another one under its id.
  static func inDatabase(_ candidate: Candidate, _ match: EntryLookup.EntryMatch, _ hints: ImportHints) -> Failure {
    if let known = match.byID {
      let isOtherModel = match.byModelID == nil && isAnotherModel(known.modelID, than: candidate)
      return failure(
        .duplicateID, candidate, "the id '\(candidate.id)' is in the database already: \(describe(known))",
        hint: isOtherModel ? hints.otherModel(otherID(candidate)) : hints.sameModel)
    }
    let place = match.byModelID.map { ": \(describe($0))" } ?? ""
    return failure(
      .duplicateHFModelID, candidate, "the model '\(candidate.label)' is in the database already\(place)",
      hint: hints.sameModel)
  }

  /// An earlier entry of the batch has the id.
  static func idInBatch(_ candidate: Candidate, _ earlier: Candidate, _ hints: ImportHints) -> Failure {
    let isSame = candidate.modelID.map(ModelID.comparisonKey) == earlier.modelID.map(ModelID.comparisonKey)
    return failure(
      .duplicateID, candidate,
      "the id '\(candidate.id)' is in this batch twice: entry '\(earlier.id)' of '\(earlier.label)' came first",
      hint: isSame ? nameOnce : hints.otherModel(otherID(candidate)))
  }

  /// An earlier entry of the batch is the same model.
  static func modelIDInBatch(_ candidate: Candidate, _ earlier: Candidate) -> Failure {
    failure(
      .duplicateHFModelID, candidate,
      "the model '\(candidate.label)' is in this batch twice: entry '\(earlier.id)' came first", hint: nameOnce)
  }

  /// The database has no entry with this name.
  static func missing(_ name: String) -> Failure {
    Failure(
      .notFound, stage: .merge, modelID: name, message: "no entry of the database has the id or hf_model_id '\(name)'",
      hint: "look the id up with --list")
  }

  private static let nameOnce = "name each model once"

  /// An entry id made of the whole model id, since two repositories can share the last part of their names.
  private static func otherID(_ candidate: Candidate) -> String {
    candidate.modelID.flatMap { $0.contains("/") ? EntryID.spelled($0) : nil }
      ?? "org-\(EntryID.comparisonKey(candidate.id))"
  }

  private static func isAnotherModel(_ owner: String?, than candidate: Candidate) -> Bool {
    guard let owner, let wanted = candidate.modelID else { return false }
    return !ModelID.isSame(owner, wanted)
  }

  private static func describe(_ known: EntryLookup.ExistingEntry) -> String {
    let name = known.id.map { "entry \(known.index + 1), '\($0)'" } ?? known.label
    return known.modelID.map { "\(name) ('\($0)')" } ?? name
  }

  private static func failure(_ code: FailureCode, _ candidate: Candidate, _ message: String, hint: String) -> Failure {
    Failure(code, stage: .merge, modelID: candidate.label, message: message, hint: hint)
  }
}
