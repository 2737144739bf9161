import JSON
import JSONSchema
import ModelSpec

/// Checks a whole database: its entries, and what holds between them.
struct DatabaseChecker {
  private var entryChecker: EntryChecker
  private static let modelsKey = JSONKey("models")
  private static let idKey = JSONKey("id")
  private static let modelIDKey = JSONKey("hf_model_id")
  private static let parametersKey = JSONKey("parameters_billions")

  /// Makes a checker.
  init(_ program: SchemaProgram) { entryChecker = EntryChecker(program) }

  /// The entries of a document that is a database; nil when it is something else.
  static func entries(of document: JSONElement) -> JSONElement? {
    guard let models = document[modelsKey], models.isArray else { return nil }
    return models
  }

  /// All that is wrong with a database.
  mutating func findings(_ database: JSONElement, models: JSONElement) -> DatabaseFindings {
    var findings = DatabaseFindings()
    var first = FirstUses()
    var previous: (index: Int, parameters: ExactDecimal)?
    findings.entryCount = models.count
    for (index, entry) in models.elements.enumerated() {
      let found = entryChecker.findings(entry)
      let duplicates = first.duplicates(of: entry, at: index)
      let order = DatabaseChecker.orderFinding(entry, index, &previous, isLast: index == findings.entryCount - 1)
      if found.isEmpty, duplicates.isEmpty, order == nil { continue }
      let label = (index, entry[DatabaseChecker.idKey]?.string ?? entry[DatabaseChecker.modelIDKey]?.string)
      // Existing ids are never rewritten, so one that breaks the pattern is no reason to refuse the file.
      for detail in found.errors {
        let isKeptID = detail.keyword == "pattern" && detail.path == "/id"
        let finding = DatabaseFinding(entry: label, detail: detail, isAboutKeptID: isKeptID)
        if isKeptID { findings.warnings.append(finding) } else { findings.errors.append(finding) }
      }
      findings.errors += duplicates.map { DatabaseFinding(entry: label, detail: $0) }
      findings.warnings += (found.warnings + [order].compactMap { $0 }).map {
        DatabaseFinding(entry: label, detail: $0)
      }
    }
    findings.errors += DuplicateKeys.details(in: database).map { DatabaseFinding(detail: $0) }
    return findings
  }

  private static func orderFinding(
    _ entry: JSONElement, _ index: Int, _ previous: inout (index: Int, parameters: ExactDecimal)?, isLast: Bool
  ) -> Failure.Detail? {
    if entry[idKey]?.equals(EntryID.custom) == true {
      if isLast { return nil }
      return Failure.Detail(path: "/id", keyword: "order", message: "'\(EntryID.custom)' must be the last entry")
    }
    guard let parameters = entry[parametersKey]?.decimal else { return nil }
    defer { previous = (index, parameters) }
    guard let previous, parameters < previous.parameters else { return nil }
    return Failure.Detail(
      path: "/parameters_billions", keyword: "order",
      message: "the entry is after entry \(previous.index + 1), which has more parameters")
  }

  /// Where each id was seen first, by the spelling that ids of one entry or one model share.
  private struct FirstUses {
    private typealias Use = (index: Int, id: String)
    private var ids: [String: Use] = [:]
    private var modelIDs: [String: Use] = [:]

    mutating func duplicates(of entry: JSONElement, at index: Int) -> [Failure.Detail] {
      var details: [Failure.Detail] = []
      if let id = entry[idKey]?.string,
        let earlier = FirstUses.note(id, index, under: EntryID.comparisonKey(id), in: &ids)
      {
        details.append(duplicate(id, .id, "duplicate_id", earlier))
      }
      if let id = entry[modelIDKey]?.string,
        let earlier = FirstUses.note(id, index, under: ModelID.comparisonKey(id), in: &modelIDs)
      {
        details.append(duplicate(id, .hfModelID, "duplicate_hf_model_id", earlier))
      }
      return details
    }

    private static func note(_ id: String, _ index: Int, under key: String, in seen: inout [String: Use]) -> Use? {
      if let earlier = seen[key] { return earlier }
      seen[key] = (index, id)
      return nil
    }

    private func duplicate(_ id: String, _ field: EntryField, _ keyword: String, _ earlier: Use) -> Failure.Detail {
      let ending = earlier.id == id ? " too" : ", which counts as the same"
      return Failure.Detail(
        path: "/\(field.name)", keyword: keyword,
        message: "'\(id)' is a duplicate: entry \(earlier.index + 1) has '\(earlier.id)'\(ending)")
    }
  }
}
