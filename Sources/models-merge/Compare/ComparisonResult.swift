import CommandLineTool
import JSON
import ModelSpec
import Streams

/// What a comparison has found so far.
struct ComparisonResult {
  /// A difference for the table, as text, since the document that it comes from is gone by then.
  private struct Row {
    let entryID: String
    let field: String
    let stored: String?
    let derived: String
    let origin: String
    let line: Int
    let effectInBytes: Double
  }

  private let entries: [StoredEntries.Entry]
  private var rows: [Row] = []
  private var arrived: Set<Int> = []
  private var compared = 0
  private var differing: Set<Int> = []
  private var unknown = 0
  /// The models that could not be derived, by the code of their failure.
  private var failures: [String: [String]] = [:]

  init(entries: [StoredEntries.Entry]) { self.entries = entries }

  /// Takes a derived entry, or a failure.
  ///
  /// - Returns: the differences from the stored entry.
  mutating func take(
    _ document: JSONElement, _ stored: StoredEntries, _ locator: inout TextLocator?
  ) -> [Difference] {
    if let error = document.failureError {
      let model = error["model_id"]?.string
      failures[error["code"]?.string ?? FailureCode.stageFailed.rawValue, default: []].append(model ?? "?")
      if let index = stored.index(model: model, id: nil) { arrived.insert(index) }
      return []
    }
    let (model, id) = (document[EntryField.hfModelID.name]?.string, document[EntryField.id.name]?.string)
    guard let index = stored.index(model: model, id: id) else {
      unknown += 1
      return []
    }
    arrived.insert(index)
    compared += 1
    let differences = EntryComparison(stored: entries[index], derived: document).differences(&locator)
    if differences.contains(where: { $0.stored != nil }) { differing.insert(index) }
    rows += differences.map { difference in
      Row(
        entryID: difference.entryID, field: difference.field, stored: difference.stored?.compactText,
        derived: difference.derived?.compactText ?? "(none)", origin: difference.origin ?? "",
        line: difference.line, effectInBytes: difference.effectInBytes)
    }
    return differences
  }

  /// Entries with a model id that neither came as entries nor as failures.
  private var missing: [String] {
    entries.indices.filter { entries[$0].modelID != nil && !arrived.contains($0) }.map { entries[$0].id }
  }

  /// Whether every stored value is what was derived, and nothing got lost on the way.
  func isTrue(isStrict: Bool) -> Bool {
    differing.isEmpty && missing.isEmpty && (!isStrict || failures.isEmpty)
  }

  /// Writes what was found, in numbers, as one line of JSON.
  func writeSummary(database: String, to output: ByteBuffer) {
    let numbers: [(StaticString, Int)] = [
      ("entries", entries.count), ("compared", compared), ("differing", differing.count),
      ("differences", rows.count { $0.stored != nil }), ("lacking", rows.count { $0.stored == nil }),
      ("without_model_id", entries.count { $0.modelID == nil }), ("not_in_database", unknown),
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

  /// The differences for people, those with the largest effect on memory first; then what was found, in a sentence.
  var table: String {
    var table = TextTable(columns: Terminal.width)
    for row in rows.filter({ $0.stored != nil }).sorted(by: { $0.effectInBytes > $1.effectInBytes }) {
      let effect = row.effectInBytes > 0 ? ByteCount(row.effectInBytes).map { "\($0)" } ?? "" : ""
      table.add(
        "line \(row.line)", row.entryID, row.field, "\(row.stored ?? "(none)") -> \(row.derived)", effect, row.origin)
    }
    let lacking = rows.count { $0.stored == nil }
    var sentences = ["\(compared) of \(entries.count) entries compared: \(differing.count) differ"]
    if lacking > 0 { sentences.append("\(lacking) fields are not in the database") }
    for (code, models) in failures.sorted(by: { $0.key < $1.key }) {
      sentences.append("not derived, \(code): \(models.count) (\(models.joined(separator: ", ")))")
    }
    if !missing.isEmpty { sentences.append("missing: \(missing.joined(separator: ", "))") }
    return table.text + sentences.map { $0.escapingControlCharacters() + "\n" }.joined()
  }
}
