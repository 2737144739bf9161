import CommandLineTool
import JSON
import ModelSpec

/// The entries of a database that is only read, found by model and by id.
struct StoredEntries {
  /// An entry and what it is called.
  struct StoredEntry {
    let value: JSONElement
    /// The place in the file, from 1.
    let number: Int
    let id: String
    let modelID: String?

    /// The entry's id; its place when it has none.
    var label: String { id.isEmpty ? "entry \(number)" : id }
  }

  /// The entries in the order of the file, without the calculator's template.
  let all: [StoredEntry]
  /// What was wanted and is not there.
  private let unknown: [String]
  private let byModel: [String: [Int]]
  private let byID: [String: [Int]]

  /// Finds the entries of a database that are selected.
  init(of models: JSONElement, _ selection: MergeOptions.Selection) {
    let keys = Set(selection.ids.map(EntryID.comparisonKey) + selection.ids.map(ModelID.comparisonKey))
    let entries = models.elements.enumerated().compactMap { index, value -> StoredEntry? in
      let id = value[EntryField.id.name]?.string ?? ""
      let modelID = value[EntryField.hfModelID.name]?.string
      if id == EntryID.custom.description { return nil }
      let isWanted =
        keys.isEmpty || keys.contains(EntryID.comparisonKey(id))
        || modelID.map { keys.contains(ModelID.comparisonKey($0)) } ?? false
      return isWanted ? StoredEntry(value: value, number: index + 1, id: id, modelID: modelID) : nil
    }
    let present = Set(
      entries.flatMap { entry in
        [EntryID.comparisonKey(entry.id)] + (entry.modelID.map { [ModelID.comparisonKey($0)] } ?? [])
      })
    unknown = selection.ids.filter {
      !present.contains(EntryID.comparisonKey($0)) && !present.contains(ModelID.comparisonKey($0))
    }
    all = entries.filter { entry in selection.conditions.allSatisfy { $0.holds(for: entry.value) } }
    byModel = Dictionary(grouping: all.indices.filter { [all] in all[$0].modelID != nil }) { [all] in
      ModelID.comparisonKey(all[$0].modelID ?? "")
    }
    byID = Dictionary(grouping: all.indices) { [all] in EntryID.comparisonKey(all[$0].id) }
  }

  /// The entries of a model, by the id that the Hub calls it by or the one that was asked for; else those with an id.
  /// There are several where a database has a model twice.
  func indices(model: String?, requested: String?, id: String?) -> [Int] {
    for name in [model, requested] {
      if let name, let indices = byModel[ModelID.comparisonKey(name)] { return indices }
    }
    return id.flatMap { byID[EntryID.comparisonKey($0)] } ?? []
  }

  /// Makes sure that every entry that was wanted is there.
  ///
  /// - Throws: ``ToolError`` when one is not.
  func requireAll(in database: String) throws(ToolError) {
    guard let name = unknown.first else { return }
    let isTemplate = EntryID.comparisonKey(name) == EntryID.custom.description
    throw ToolError(
      .itemsFailed, code: "not_found",
      message: isTemplate
        ? "'\(name)' is the template of a model, and not one"
        : "no entry of '\(database)' has the id or hf_model_id '\(name)'",
      hint: "print the entries with --entries, or their models with --list")
  }
}
