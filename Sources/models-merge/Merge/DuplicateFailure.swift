import Shared

/// The failures of entries that are there already, in words that tell what to do about them.
enum DuplicateFailure {
  /// The database has the entry, or another one under its id.
  static func inDatabase(_ candidate: Candidate, _ match: KnownEntries.Match, _ layout: DatabaseLayout) -> Failure {
    if let index = match.byID {
      let isOtherModel = match.byModelID == nil && isAnotherModel(layout.identity(index).modelID, than: candidate)
      return failure(
        .duplicateID, candidate,
        "the id '\(candidate.id)' is in the database already: \(describe(index, layout))",
        hint: isOtherModel ? otherModelHint(candidate) : sameModelHint)
    }
    let index = match.byModelID ?? 0
    return failure(
      .duplicateHFModelID, candidate,
      "the model '\(candidate.label)' is in the database already: \(describe(index, layout))",
      hint: sameModelHint)
  }

  /// An earlier entry of the batch has the id.
  static func idInBatch(_ candidate: Candidate, _ earlier: Candidate) -> Failure {
    let isSame = candidate.modelID.map(ModelID.comparisonKey) == earlier.modelID.map(ModelID.comparisonKey)
    return failure(
      .duplicateID, candidate,
      "the id '\(candidate.id)' is in this batch twice: entry '\(earlier.id)' of '\(earlier.label)' came first",
      hint: isSame ? "name each model once" : otherModelHint(candidate))
  }

  /// An earlier entry of the batch is the same model.
  static func modelIDInBatch(_ candidate: Candidate, _ earlier: Candidate) -> Failure {
    failure(
      .duplicateHFModelID, candidate,
      "the model '\(candidate.label)' is in this batch twice: entry '\(earlier.id)' came first",
      hint: "name each model once")
  }

  private static let sameModelHint = "use --update to refresh the entry, or --skip-existing to leave it as it is"

  /// Two repositories can share the last part of their names.
  private static func otherModelHint(_ candidate: Candidate) -> String {
    let parts = (candidate.modelID ?? "").split(separator: "/")
    let suggestion = EntryID.comparisonKey(parts.count == 2 ? "\(parts[0])-\(parts[1])" : "org-\(candidate.id)")
    return """
      it is another model, so give this one an id of its own: --set id='"\(suggestion)"' with hf-transform, or \
      ID=\(suggestion) with make; if it is meant to be the same model, correct the hf_model_id of the existing entry
      """
  }

  private static func isAnotherModel(_ owner: String?, than candidate: Candidate) -> Bool {
    guard let owner, let wanted = candidate.modelID else { return false }
    return !ModelID.isSame(owner, wanted)
  }

  private static func describe(_ index: Int, _ layout: DatabaseLayout) -> String {
    let (id, modelID) = layout.identity(index)
    let name = id.map { "entry \(index + 1), '\($0)'" } ?? "entry \(index + 1)"
    return modelID.map { "\(name) ('\($0)')" } ?? name
  }

  private static func failure(_ code: FailureCode, _ candidate: Candidate, _ message: String, hint: String) -> Failure {
    Failure(code, stage: .merge, modelID: candidate.label, message: message, hint: hint)
  }
}
