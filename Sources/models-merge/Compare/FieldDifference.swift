import JSON
import ModelSpec

/// A difference between a stored and a derived field.
struct FieldDifference {
  /// The value in the database.
  enum StoredValue {
    /// A value that differs from the derived one.
    case wrong(JSONElement)
    /// An override. It may differ from the derived value.
    case override(JSONElement)
    /// The database lacks the field.
    case lacking
  }

  let entryID: String
  let modelID: String?
  /// The field, with a dot before a member: `kv_cache.sliding_window`.
  let field: String
  let stored: StoredValue
  /// The derived value; nil when the derived entry lacks the field.
  let derived: JSONElement?
  /// The config key, header or rule that the derived value comes from; nil when it is unknown.
  let origin: String?
  /// The line of the stored value in the database, from 1; the line of the entry when it lacks the field.
  let line: Int
  /// The effect of the difference on the memory that the model needs, in bytes.
  let effectInBytes: Double

  /// Whether the stored value is wrong.
  var isWrong: Bool { if case .wrong = stored { true } else { false } }

  /// Writes the difference as one line of JSON.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member(JSONKey.id.text, entryID)
    output.member(JSONKey.hfModelID.text, modelID)
    output.member("field", field)
    switch stored {
    case .wrong(let value): output.member("stored", value)
    case .override(let value): output.member("stated", value)
    case .lacking: break
    }
    output.key("derived")
    if let derived { output.element(derived) } else { output.null() }
    output.member("from", origin)
    output.member("line", line)
    output.endObject()
    output.endLine()
  }
}
