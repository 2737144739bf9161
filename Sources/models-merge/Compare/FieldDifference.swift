import JSON
import ModelSpec
import Streams

/// A difference between a stored and a derived field.
struct FieldDifference {
  /// The value in the database.
  enum StoredValue {
    /// A value that differs from the derived one.
    case wrong(JSONElement)
    /// An override. That it differs from the derived value is not an error.
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
  /// The key or rule that the derived value comes from.
  let origin: String?
  /// The line of the stored value in the database; that of the entry when it lacks the field.
  let line: Int
  /// The effect of the difference on memory, in bytes.
  let effectInBytes: Double

  /// Whether the stored value is wrong.
  var isWrong: Bool { if case .wrong = stored { true } else { false } }

  /// Writes the difference as one line of JSON.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("id")
    output.string(entryID)
    if let modelID {
      output.key("hf_model_id")
      output.string(modelID)
    }
    output.key("field")
    output.string(field)
    switch stored {
    case .wrong(let value):
      output.key("stored")
      output.element(value)
    case .override(let value):
      output.key("stated")
      output.element(value)
    case .lacking: break
    }
    output.key("derived")
    if let derived { output.element(derived) } else { output.null() }
    if let origin {
      output.key("from")
      output.string(origin)
    }
    output.key("line")
    output.integer(line)
    output.endObject()
    output.endLine()
  }
}
