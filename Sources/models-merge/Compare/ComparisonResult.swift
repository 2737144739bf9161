import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// The result of a comparison.
struct ComparisonResult {
  /// A difference for the table, as text, since its document is no longer valid then.
  private struct Row {
    let entryID: String
    let field: String
    let values: String
    let origin: String
    let line: Int
    let effectInBytes: Double
  }

  private let stored: StoredEntries
  private let lines: LineNumbers
  private var rows: [Row] = []
  private var arrived: Set<Int> = []
  private var compared = 0
  private var differing: Set<Int> = []
  /// How many differences are errors of the database, fields that it lacks, and stated values.
  private var (wrong, lacking, stated) = (0, 0, 0)
  /// The models that arrived and are in no entry.
  private var unknown: [String] = []
  /// The models that could not be derived, by the code of their failure.
  private var failures: [String: [String]] = [:]

  init(_ stored: StoredEntries, lines: LineNumbers) {
    self.stored = stored
    self.lines = lines
  }

  /// Takes a derived entry, or a failure, and writes how it differs from the stored entries.
  mutating func take(_ document: JSONElement, writingTo output: ByteBuffer) {
    if let error = document.failureError { return take(failure: error) }
    let (model, id) = (document[EntryField.hfModelID.name]?.string, document[EntryField.id.name]?.string)
    let indices = stored.indices(model: model, requested: document[EntryField.requested]?.string, id: id)
    if indices.isEmpty { unknown.append(model ?? id ?? "?") }
    // Entries of one model are compared with the first answer about it.
    for index in indices where arrived.insert(index).inserted {
      compared += 1
      EntryComparison(stored: stored.all[index], derived: document, lines: lines).report { difference in
        difference.write(to: output)
        note(difference, of: index)
      }
    }
  }

  private mutating func take(failure error: JSONElement) {
    let model = error["model_id"]?.string
    failures[error["code"]?.string ?? FailureCode.stageFailed.rawValue, default: []].append(model ?? "?")
    arrived.formUnion(stored.indices(model: model, requested: nil, id: nil))
  }

  private mutating func note(_ difference: FieldDifference, of index: Int) {
    let derived = difference.derived?.compactText ?? "(none)"
    let values: String
    switch difference.known {
    case .stored(let value):
      values = "\(value.compactText) -> \(derived)"
      wrong += 1
      differing.insert(index)
    case .stated(let value):
      values = "\(value.compactText) is stated, \(derived) derived"
      stated += 1
    case .nothing:
      lacking += 1
      return
    }
    rows.append(
      Row(
        entryID: difference.entryID, field: difference.field, values: values, origin: difference.origin ?? "",
        line: difference.line, effectInBytes: difference.isWrong ? difference.effectInBytes : -1))
  }

  /// Entries with a model id for which neither an entry nor a failure arrived.
  private var missing: [String] {
    stored.all.indices.filter { stored.all[$0].modelID != nil && !arrived.contains($0) }.map { stored.all[$0].label }
  }

  /// Whether every stored value is equal to the derived one, and no item was lost.
  func isTrue(isStrict: Bool) -> Bool {
    differing.isEmpty && missing.isEmpty && (!isStrict || failures.isEmpty)
  }

  /// Writes the summary as one line of JSON.
  func writeSummary(database: String, to output: ByteBuffer) {
    let numbers: [(StaticString, Int)] = [
      ("entries", stored.all.count), ("compared", compared), ("differing", differing.count), ("differences", wrong),
      ("lacking", lacking), ("stated", stated), ("without_model_id", stored.all.count { $0.modelID == nil }),
      ("not_in_database", unknown.count),
    ]
    output.beginObject()
    output.key("database")
    output.string(database)
    for (key, number) in numbers {
      output.key(key)
      output.integer(number)
    }
    output.key("not_derived")
    output.beginObject()
    for (code, models) in failures.sorted(by: { $0.key < $1.key }) {
      output.key(code)
      output.integer(models.count)
    }
    output.endObject()
    output.key("missing")
    output.beginArray()
    for id in missing { output.string(id) }
    output.endArray()
    output.endObject()
    output.endLine()
  }

  /// The differences for people, those with the largest effect on memory first and stated values last; then what was
  /// found, in sentences.
  var table: String {
    var table = TextTable(columns: Terminal.isTerminal(STDERR_FILENO) ? Terminal.width : nil)
    for row in rows.sorted(by: { $0.effectInBytes > $1.effectInBytes }) {
      let effect = row.effectInBytes > 0 ? ByteCount(row.effectInBytes).map { "\($0)" } ?? "" : ""
      table.add("line \(row.line)", row.entryID, row.field, row.values, effect, row.origin)
    }
    return table.text + sentences.map { $0.escapingControlCharacters() + "\n" }.joined()
  }

  private var sentences: [String] {
    var sentences = ["\(compared) of \(stored.all.count) entries compared: \(differing.count) differ"]
    if stated > 0 { sentences.append("\(stated) stated values differ from derived ones, and stay") }
    if lacking > 0 { sentences.append("\(lacking) fields are not in the database") }
    for (code, models) in failures.sorted(by: { $0.key < $1.key }) {
      sentences.append("not derived, \(code): \(models.count) (\(models.joined(separator: ", ")))")
    }
    if !missing.isEmpty { sentences.append("missing: \(missing.joined(separator: ", "))") }
    if !unknown.isEmpty { sentences.append("not in the database: \(unknown.joined(separator: ", "))") }
    return sentences
  }
}
