import CommandLineTool
import JSON
import JSONSchema
import Platform
import Streams

/// A file with a JSON Schema.
struct SchemaFile {
  let path: String

  /// The schema of entries: the one that is installed with the tool, or the one of the source tree in which the tool
  /// was built.
  ///
  /// - Throws: ``ToolError`` when neither exists.
  static func ofEntries() throws(ToolError) -> SchemaFile {
    let directory = executableDirectory ?? "."
    var candidates = [directory + "/../share/hf-model-import/model.schema.json"]
    var ancestor = directory
    for _ in 0..<5 {
      ancestor += "/.."
      candidates.append(ancestor + "/data/model.schema.json")
    }
    guard let path = candidates.first(where: { access($0, R_OK) == 0 }) else {
      throw .systemFailure(
        code: "schema_not_found", "cannot find the schema of entries, '\(candidates[0])'",
        hint: "run 'make install', or name a schema with --schema FILE")
    }
    return SchemaFile(path: path)
  }

  /// Reads and compiles the schema.
  ///
  /// - Throws: ``ToolError``: with status 3 when the file cannot be read, and 2 when it is not a valid schema.
  func compile(assertsFormat: Bool) throws(ToolError) -> SchemaProgram {
    let text: [UInt8]
    do throws(SystemError) {
      text = try ByteReader.content(ofFile: path).array
    } catch {
      throw .systemFailure(
        code: "schema_unreadable", "cannot read schema '\(path)': \(error.reason)",
        hint: "check the path and the permissions of the file")
    }
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
