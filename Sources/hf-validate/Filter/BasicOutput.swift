import JSON
import JSONSchema
import Platform
import Streams

/// JSON Schema's output format `basic`: a flat list of all violations, each with its locations in the schema and in the
/// value.
enum BasicOutput {
  /// Writes the result of applying a schema to a value.
  static func write(_ value: JSONElement, _ validator: SchemaValidator, to output: FilterOutput) {
    let (isValid, units) = validator.output(of: value)
    let buffer = output.documents
    buffer.beginObject()
    buffer.key("valid")
    buffer.bool(isValid)
    if !isValid {
      output.noteFailure()
      buffer.key("errors")
      buffer.beginArray()
      for unit in units { write(unit, to: buffer) }
      buffer.endArray()
    }
    buffer.endObject()
    buffer.endLine()
  }

  private static func write(_ unit: OutputUnit, to buffer: ByteBuffer) {
    buffer.beginObject()
    buffer.key("keywordLocation")
    buffer.string(unit.keywordLocation)
    buffer.key("absoluteKeywordLocation")
    buffer.string(unit.absoluteKeywordLocation)
    buffer.key("instanceLocation")
    buffer.string(unit.instanceLocation)
    buffer.key("error")
    buffer.string(unit.message)
    buffer.endObject()
  }
}
