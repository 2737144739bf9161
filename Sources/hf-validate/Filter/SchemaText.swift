import CommandLineTool
import JSON
import JSONSchema
import ModelSpec
import Platform
import Streams

/// The text of a JSON Schema.
struct SchemaText {
  /// The path of the schema's file, for messages.
  let path: String
  /// The schema in UTF-8.
  let text: [UInt8]

  /// The schema of entries. It is part of the tool, so a copy of the executable works without other files.
  static var ofEntries: Self { Self(path: "model.schema.json", text: Array(EntrySchema.compactDocument.utf8)) }

  /// Reads a schema from a file of at most 100 MB.
  ///
  /// - Throws: ``ToolError`` with status 3 when the file cannot be read.
  static func ofFile(_ path: String) throws(ToolError) -> SchemaText {
    do throws(SystemError) {
      return SchemaText(path: path, text: try ByteReader.content(ofFile: path, limit: 100_000_000).array)
    } catch {
      throw .systemFailure(
        code: "schema_unreadable", "cannot read schema '\(path)': \(error.reason)",
        hint: "check the path and the permissions of the file")
    }
  }

  /// Compiles the schema.
  ///
  /// - Parameter assertsFormat: whether values that do not match their `format` are invalid.
  /// - Throws: ``ToolError`` with status 2 when the text is not JSON, or not a valid schema.
  func compile(assertsFormat: Bool) throws(ToolError) -> SchemaProgram {
    let document: JSONDocument
    do throws(JSONSyntaxError) {
      document = try JSONDocument(text)
    } catch {
      var position = TextPosition.start
      text.prefix(error.offset).withUnsafeBufferPointer { position.advance(over: $0) }
      throw .usage(
        code: SchemaError.Code.malformedSchema.rawValue,
        "schema '\(path)' is not JSON: line \(position.line), column \(position.column): \(error.message)",
        hint: "correct the schema, or name another file with --schema")
    }
    do throws(SchemaError) {
      return try SchemaCompiler.compile(document, assertsFormat: assertsFormat)
    } catch {
      throw .usage(
        code: error.code.rawValue, "schema '\(path)': \(error.message), at '\(error.location)'", hint: error.hint)
    }
  }
}
