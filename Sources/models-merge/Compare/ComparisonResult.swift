import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// The result of `--compare`: differences, which are written as they are found, and a summary.
struct ComparisonResult {
  /// A row of the table. It has the values as text, because the derived document is valid only until the next one is
  /// read.
  private struct Row {
    let entryID: String
    let field: String
    let values: String
    let origin: String
    let line: Int
    /// The effect on memory in bytes; -1 for an override, which is sorted after the wrong values.
    let effectInBytes: Double
  }

  private let stored: StoredEntries
  private let lines: LineNumbers
  private var rows: [Row] = []
  /// The indices of the stored entries for which an entry or a failure has arrived.
  private var arrived: Set<Int> = []
  /// The number of stored entries that were compared.
  private var compared = 0
  /// The indices of the stored entries that have a wrong value.
  private var differing: Set<Int> = []
  /// The numbers of wrong values, of derived fields that the database lacks, and of overrides that differ.
  private var (wrongValues, lackingFields, differingOverrides) = (0, 0, 0)
  /// The model ids, or else the ids, of the derived entries that match no stored entry.
  private var unmatched: [String] = []
  /// The models that could not be derived, by the code of their failure.
  private var failures: [String: [String]] = [:]

  init(_ stored: StoredEntries, lines: LineNumbers) {
    self.stored = stored
    self.lines = lines
  }

  /// Compares a derived entry with the stored entries of its model and writes the differences, or counts a failure.
  mutating func take(_ document: JSONElement, writingTo output: ByteBuffer) {
    if let error = document.failureError { return take(failure: error) }
    let (model, id) = (document[EntryField.hfModelID.name]?.string, document[EntryField.id.name]?.string)
    let indices = stored.indices(model: model, requested: document[EntryField.requested]?.string, id: id)
    if indices.isEmpty { unmatched.append(model ?? id ?? "?") }
    // Only the first item of a model counts: a stored entry is compared once, and not after a failure of its model.
    for index in indices where arrived.insert(index).inserted {
      compared += 1
      EntryComparison(stored: stored.all[index], derived: document, lines: lines).report { difference in
        difference.write(to: output)
        count(difference, of: index)
      }
    }
  }

  private mutating func take(failure error: JSONElement) {
    let model = error["model_id"]?.string
    let indices = stored.indices(model: model, requested: nil, id: nil)
    // A failure that names no model may be that of a selected entry.
    if stored.isSelection, model != nil, indices.isEmpty { return }
    failures[error["code"]?.string ?? FailureCode.stageFailed.rawValue, default: []].append(model ?? "?")
    arrived.formUnion(indices)
  }

  private mutating func count(_ difference: FieldDifference, of index: Int) {
    let derived = difference.derived?.readableText ?? "(none)"
    let values: String
    switch difference.stored {
    case .wrong(let value):
      values = "\(value.readableText) -> \(derived)"
      wrongValues += 1
      differing.insert(index)
    case .override(let value):
      values = "override \(value.readableText), derived \(derived)"
      differingOverrides += 1
    case .lacking:
      lackingFields += 1
      return
    }
    rows.append(
      Row(
        entryID: difference.entryID, field: difference.field, values: values, origin: difference.origin ?? "",
        line: difference.line, effectInBytes: difference.isWrong ? difference.effectInBytes : -1))
  }

  /// The labels of the stored entries with a model id for which neither an entry nor a failure arrived.
  private var missing: [String] {
    stored.all.indices.filter { stored.all[$0].modelID != nil && !arrived.contains($0) }.map { stored.all[$0].label }
  }

  /// Whether only failures arrived, and each has a code that says nothing about a model, such as `network`.
  var isWithoutAnswer: Bool {
    compared == 0 && unmatched.isEmpty && !failures.isEmpty
      && failures.keys.allSatisfy { FailureCode(rawValue: $0)?.isWithoutAnswer ?? false }
  }

  /// Whether no stored value is wrong, and an entry or a failure arrived for each stored entry with a model id.
  /// Overrides that differ and fields that the database lacks do not count; failures count only with `isStrict`.
  func isSuccess(isStrict: Bool) -> Bool {
    differing.isEmpty && missing.isEmpty && (!isStrict || failures.isEmpty)
  }

  /// Writes the summary as one line of JSON.
  func writeSummary(database: String, to output: ByteBuffer) {
    let numbers: [(StaticString, Int)] = [
      ("entries", stored.all.count), ("compared", compared), ("differing", differing.count),
      ("differences", wrongValues), ("lacking", lackingFields), ("stated", differingOverrides),
      ("without_model_id", stored.all.count { $0.modelID == nil }), ("not_in_database", unmatched.count),
    ]
    output.beginObject()
    output.member("database", database)
    for (key, number) in numbers { output.member(key, number) }
    output.beginObject("not_derived")
    for (code, models) in failures.sorted(by: { $0.key < $1.key }) {
      output.key(code)
      output.integer(models.count)
    }
    output.endObject()
    output.member("missing", missing)
    output.endObject()
    output.endLine()
  }

  /// The result for people: a table of wrong values, those with the largest effect on memory first, then of overrides
  /// that differ; then the summary in sentences. Fields that the database lacks are only counted.
  ///
  /// - Parameter namingAll: whether the sentences name all models; if not, each names at most five.
  func table(namingAll: Bool) -> String {
    var table = TextTable(columns: Terminal.isTerminal(STDERR_FILENO) ? Terminal.width : nil)
    if !rows.isEmpty { table.add("", "entry", "field", "stored -> derived", "memory", "derived from") }
    for row in rows.sorted(by: { $0.effectInBytes > $1.effectInBytes }) {
      let effect = row.effectInBytes > 0 ? ByteCount(row.effectInBytes).map { "\($0)" } ?? "" : ""
      table.add("line \(row.line)", row.entryID, row.field, row.values, effect, row.origin)
    }
    return table.text + sentences(namingAll: namingAll).map { $0.escapingControlCharacters() + "\n" }.joined()
  }

  private func sentences(namingAll: Bool) -> [String] {
    var sentences = ["entries compared: \(compared) of \(stored.all.count); different: \(differing.count)"]
    if differingOverrides > 0 {
      sentences.append("overrides that are kept although the derived value differs: \(differingOverrides)")
    }
    if lackingFields > 0 { sentences.append("derived fields that the database lacks: \(lackingFields)") }
    for (code, models) in failures.sorted(by: { $0.key < $1.key }) {
      sentences.append("could not derive \(models.count) (\(code)): \(models.abbreviated(namingAll: namingAll))")
    }
    if failures[FailureCode.multimodal.rawValue] != nil {
      sentences.append(Caller.current.terms(of: "with --text-only, multimodal models are derived too"))
    }
    if !missing.isEmpty {
      sentences.append("neither an entry nor a failure arrived for: \(missing.abbreviated(namingAll: namingAll))")
    }
    if !unmatched.isEmpty {
      sentences.append("match no selected entry: \(unmatched.abbreviated(namingAll: namingAll))")
    }
    if !namingAll, ([missing, unmatched] + failures.values).contains(where: \.isAbbreviated) {
      sentences.append(Caller.current.terms(of: "--verbose names all of them"))
    }
    return sentences
  }
}
