import CommandLineTool
import Files
import JSON

/// A database that is only read.
struct ReadDatabase {
  /// The list of entries.
  let models: JSONElement
  /// The lines of values in the file.
  let lines: LineNumbers
}

/// Reads a database without locking it, by the same rules as an import does.
///
/// - Throws: ``ToolError`` when it cannot be read, or is not a database; and what the closure throws.
func withDatabase<Result>(
  _ options: MergeOptions, _ diagnostics: Diagnostics, _ body: (ReadDatabase) throws(ToolError) -> Result
) throws(ToolError) -> Result {
  let image = try DatabaseFile(options, diagnostics).read(nil)
  _ = try DatabaseLayout(image)
  guard let document = try? JSONDocument(Array(image.bytes)) else {
    throw .systemFailure(code: "database_invalid", "'\(options.databasePath)' is not JSON")
  }
  return try document.withRoot { (root) throws(ToolError) in
    guard let models = root["models"] else {
      throw .systemFailure(code: "database_invalid", "'\(options.databasePath)' has no list 'models'")
    }
    return try body(ReadDatabase(models: models, lines: LineNumbers(document.bytes)))
  }
}
