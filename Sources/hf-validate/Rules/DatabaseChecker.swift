import JSONSchema
import Shared

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

  /// All that is wrong with a database, each finding with the index and the id of its entry.
  mutating func findings(_ database: JSONElement, models: JSONElement) -> Findings {
    var findings = Findings()
    var first = FirstUses()
    var previous: (index: Int, parameters: ExactDecimal)?
    let last = models.count - 1
    for (index, entry) in models.elements.enumerated() {
      let label = DatabaseChecker.label(index, entry)
      let found = entryChecker.findings(entry).relocated(index, label)
      // Existing ids are never rewritten, so one that breaks the pattern is no reason to refuse the file.
      findings.errors += found.errors.filter { !$0.isIDPattern(index) }
      findings.warnings += found.errors.filter { $0.isIDPattern(index) } + found.warnings
      findings.errors += first.duplicates(of: entry, at: index, label)
      if let finding = DatabaseChecker.orderFinding(entry, index, label, &previous, isLast: index == last) {
        findings.warnings.append(finding)
      }
    }
    findings.errors += DuplicateKeys.details(in: database)
    return findings
  }

  /// How messages name an entry.
  private static func label(_ index: Int, _ entry: JSONElement) -> String {
    let id = entry[idKey]?.string ?? entry[modelIDKey]?.string
    return "entry \(index)" + (id.map { " ('\($0)')" } ?? "")
  }

  private static func orderFinding(
    _ entry: JSONElement, _ index: Int, _ label: String, _ previous: inout (index: Int, parameters: ExactDecimal)?,
    isLast: Bool
  ) -> Failure.Detail? {
    if entry[idKey]?.equals(EntryID.custom) == true {
      return isLast
        ? nil
        : Failure.Detail(
          path: "/models/\(index)/id", keyword: "order", message: "\(label): '\(EntryID.custom)' is not the last entry")
    }
    guard let parameters = entry[parametersKey]?.decimal else { return nil }
    defer { previous = (index, parameters) }
    guard let previous, parameters < previous.parameters else { return nil }
    return Failure.Detail(
      path: "/models/\(index)/parameters_billions", keyword: "order",
      message: "\(label): stands behind entry \(previous.index), which has more parameters")
  }

  /// Where each id was seen first, by the spelling that ids of one entry or one model share.
  private struct FirstUses {
    private typealias Use = (index: Int, id: String)
    private var ids: [String: Use] = [:]
    private var modelIDs: [String: Use] = [:]

    mutating func duplicates(of entry: JSONElement, at index: Int, _ label: String) -> [Failure.Detail] {
      var details: [Failure.Detail] = []
      if let id = entry[idKey]?.string,
        let earlier = FirstUses.note(id, index, under: EntryID.comparisonKey(id), in: &ids)
      {
        details.append(duplicate(id, .id, "duplicate_id", index, earlier, label))
      }
      if let id = entry[modelIDKey]?.string,
        let earlier = FirstUses.note(id, index, under: ModelID.comparisonKey(id), in: &modelIDs)
      {
        details.append(duplicate(id, .hfModelID, "duplicate_hf_model_id", index, earlier, label))
      }
      return details
    }

    private static func note(_ id: String, _ index: Int, under key: String, in seen: inout [String: Use]) -> Use? {
      if let earlier = seen[key] { return earlier }
      seen[key] = (index, id)
      return nil
    }

    private func duplicate(
      _ id: String, _ field: EntryField, _ keyword: String, _ index: Int, _ earlier: Use, _ label: String
    ) -> Failure.Detail {
      let ending = earlier.id == id ? " too" : ", which counts as the same"
      return Failure.Detail(
        path: "/models/\(index)/\(field.name)", keyword: keyword,
        message: "\(label): entry \(earlier.index) has the \(field.name) '\(earlier.id)'\(ending)")
    }
  }
}

extension Findings {
  /// The findings of an entry as findings of the database that holds it.
  fileprivate func relocated(_ index: Int, _ label: String) -> Findings {
    func relocate(_ detail: Failure.Detail) -> Failure.Detail {
      Failure.Detail(
        path: "/models/\(index)\(detail.path)", keyword: detail.keyword, message: "\(label): \(detail.message)")
    }
    return Findings(errors: errors.map(relocate), warnings: warnings.map(relocate))
  }
}

extension Failure.Detail {
  fileprivate func isIDPattern(_ index: Int) -> Bool { keyword == "pattern" && path == "/models/\(index)/id" }
}
