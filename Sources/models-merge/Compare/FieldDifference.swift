import JSON
import ModelSpec
import Streams

/// A difference between a stored and a derived field.
struct FieldDifference {
  /// What the database has.
  enum Known {
    /// Another value than the derived one.
    case stored(JSONElement)
    /// A value that a user stated in the place of the derived one: that they differ is no error.
    case stated(JSONElement)
    /// Nothing.
    case nothing
  }

  let entryID: String
  let modelID: String?
  /// The field, with a dot before a member: `kv_cache.sliding_window`.
  let field: String
  /// What the database has.
  let known: Known
  /// The derived value; nil without one.
  let derived: JSONElement?
  /// The key or rule that the derived value comes from.
  let origin: String?
  /// The line of the field in the database, or of its entry.
  let line: Int
  /// The effect of the difference on memory, in bytes.
  let effectInBytes: Double

  /// Whether the database is wrong.
  var isWrong: Bool { if case .stored = known { true } else { false } }

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
    switch known {
    case .stored(let value):
      output.key("stored")
      output.element(value)
    case .stated(let value):
      output.key("stated")
      output.element(value)
    case .nothing: break
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
