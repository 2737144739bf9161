import CommandLineTool
import JSON
import ModelSpec

/// The entries of a database that is only read, found by model and by id.
struct StoredEntries {
  /// An entry and what it is called.
  struct Entry {
    let value: JSONElement
    let id: String
    let modelID: String?
  }

  /// The entries in the order of the file, without the calculator's template.
  let all: [Entry]
  /// What was wanted and is not there.
  let unknown: [String]
  private let byModel: [String: Int]
  private let byID: [String: Int]

  /// Finds the entries of a database, or some of them.
  ///
  /// - Parameter wanted: ids of entries or models; none for all entries.
  init(of models: JSONElement, only wanted: [String]) {
    let keys = Set(wanted.map(EntryID.comparisonKey) + wanted.map(ModelID.comparisonKey))
    all = models.elements.filter(\.isObject).compactMap { value in
      let id = value[EntryField.id.name]?.string ?? ""
      let modelID = value[EntryField.hfModelID.name]?.string
      if id == EntryID.custom.description { return nil }
      let isWanted =
        keys.isEmpty || keys.contains(EntryID.comparisonKey(id))
        || modelID.map { keys.contains(ModelID.comparisonKey($0)) } ?? false
      return isWanted ? Entry(value: value, id: id, modelID: modelID) : nil
    }
    let present = Set(
      all.flatMap { entry in
        [EntryID.comparisonKey(entry.id)] + (entry.modelID.map { [ModelID.comparisonKey($0)] } ?? [])
      })
    unknown = wanted.filter {
      !present.contains(EntryID.comparisonKey($0)) && !present.contains(ModelID.comparisonKey($0))
    }
    byModel = Dictionary(
      all.enumerated().compactMap { index, entry in entry.modelID.map { (ModelID.comparisonKey($0), index) } },
      uniquingKeysWith: { first, _ in first })
    byID = Dictionary(
      all.enumerated().map { ($1.id, $0) }.map { (EntryID.comparisonKey($0), $1) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The entry of a model, or else the one with an id.
  func index(model: String?, id: String?) -> Int? {
    if let model, let index = byModel[ModelID.comparisonKey(model)] { return index }
    return id.flatMap { byID[EntryID.comparisonKey($0)] }
  }

  /// Makes sure that every entry that was wanted is there.
  ///
  /// - Throws: ``ToolError`` when one is not.
  func requireAll() throws(ToolError) {
    guard let name = unknown.first else { return }
    throw ToolError(
      .itemsFailed, code: "not_found", message: "no entry of the database has the id or hf_model_id '\(name)'",
      hint: "look the id up with --list")
  }
}
