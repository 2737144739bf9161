import CommandLineTool
import JSON
import ModelSpec

/// The selected entries of a database, which can be looked up by model id and by id.
struct StoredEntries {
  /// An entry with its ids.
  struct StoredEntry {
    let value: JSONElement
    /// The position in the `models` array, from 1.
    let number: Int
    /// The id; empty when the entry has none.
    let id: String
    let modelID: String?

    /// The entry in messages: its id; its number when it has none.
    var label: String { EntryName.label(id: id, number: number) }
  }

  /// The selected entries in the order of the file, without `custom`, the template for a user's own model.
  let all: [StoredEntry]
  /// Whether `--only` or `--where` selected the entries.
  let isSelection: Bool
  /// The ids of the selection that no entry has.
  private let unknownIDs: [String]
  /// All entries of the database.
  private let models: JSONElement
  /// By the comparison key of the model id: indices in ``all``.
  private let byModel: [String: [Int]]
  /// By the comparison key of the id: indices in ``all``.
  private let byID: [String: [Int]]

  /// Finds the entries of a database that are selected.
  init(of models: JSONElement, _ selection: MergeOptions.Selection) {
    self.models = models
    isSelection = !selection.ids.isEmpty || !selection.conditions.isEmpty
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
    unknownIDs = selection.ids.filter {
      !present.contains(EntryID.comparisonKey($0)) && !present.contains(ModelID.comparisonKey($0))
    }
    all = entries.filter { entry in selection.conditions.allSatisfy { $0.holds(for: entry.value) } }
    byModel = Dictionary(grouping: all.indices.filter { [all] in all[$0].modelID != nil }) { [all] in
      ModelID.comparisonKey(all[$0].modelID ?? "")
    }
    byID = Dictionary(grouping: all.indices) { [all] in EntryID.comparisonKey(all[$0].id) }
  }

  /// The indices in ``all`` of the entries with the requested model id, else with this model id, else with this entry
  /// id. There are several if the database has a model twice. The requested id comes first: if the Hub has renamed a
  /// model, and the database has both names, the request was made for the entry with the old one.
  func indices(model: String?, requested: String?, id: String?) -> [Int] {
    for name in [requested, model] {
      if let name, let indices = byModel[ModelID.comparisonKey(name)] { return indices }
    }
    return id.flatMap { byID[EntryID.comparisonKey($0)] } ?? []
  }

  /// Checks that the database has an entry for every id of the selection.
  ///
  /// - Parameter database: the path of the database, for the message.
  /// - Throws: ``ToolError`` when an id is unknown.
  func requireAll(in database: String) throws(ToolError) {
    guard let name = unknownIDs.first else { return }
    let isTemplate = EntryID.comparisonKey(name) == EntryID.custom.description
    throw ToolError(
      .itemsFailed, code: "not_found",
      message: isTemplate
        ? "'\(name)' is the template for a user's own model, not a model"
        : ImportHints.noEntry(name, in: database),
      hint: nearest(to: name) ?? ImportHints.listEntries(of: database))
  }

  private func nearest(to name: String) -> String? {
    ImportHints.nearest(to: name, entryCount: models.count) { isModelID in
      models.elements.compactMap { $0[isModelID ? .hfModelID : .id]?.string }
    }
  }
}
