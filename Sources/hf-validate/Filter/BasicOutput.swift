import JSON
import JSONSchema
import Streams

/// JSON Schema's output format `basic`: a flat list of the violations and of the subschemas around them, each with its
/// locations in the schema and in the value.
enum BasicOutput {
  /// Writes whether a value is valid, and the list if it is not.
  static func write(_ value: JSONElement, _ validator: inout SchemaValidator, to output: FilterOutput) {
    let (isValid, units) = validator.output(of: value)
    let buffer = output.documents
    buffer.beginObject()
    buffer.member("valid", isValid)
    if !isValid {
      output.noteFailure()
      buffer.beginArray("errors")
      for unit in units { write(unit, to: buffer) }
      buffer.endArray()
    }
    buffer.endObject()
    buffer.endLine()
  }

  private static func write(_ unit: OutputUnit, to buffer: ByteBuffer) {
    buffer.beginObject()
    buffer.member("keywordLocation", unit.keywordLocation)
    buffer.member("absoluteKeywordLocation", unit.absoluteKeywordLocation)
    buffer.member("instanceLocation", unit.instanceLocation)
    buffer.member("error", unit.message)
    buffer.endObject()
  }
}
