import CommandLineTool
import Files
import JSON
import ModelSpec

/// A database that was read without a lock, because the run does not change it. It is valid during the call of
/// ``withDatabase(_:_:_:)``.
struct LoadedDatabase {
  /// The `models` array.
  let models: JSONElement
  /// The line numbers of values in the file.
  let lines: LineNumbers
}

/// Reads a database without a lock, checks it as an import does, and passes it to `body`.
///
/// - Throws: ``ToolError`` when it cannot be read or is not a database, and the errors of `body`.
func withDatabase<Result>(
  _ options: MergeOptions, _ diagnostics: Diagnostics, _ body: (LoadedDatabase) throws(ToolError) -> Result
) throws(ToolError) -> Result {
  let file = try DatabaseFile(options, diagnostics).read(nil)
  _ = try DatabaseLayout(file)
  // The layout has refused these databases already, with better messages.
  let invalid = ToolError.systemFailure(
    code: "database_invalid", "'\(options.databasePath)' is not a database", hint: ImportHints.invalidDatabase)
  guard let document = try? JSONDocument(Array(file.bytes)) else { throw invalid }
  return try document.withRoot { (root) throws(ToolError) in
    guard let models = root[.models] else { throw invalid }
    return try body(LoadedDatabase(models: models, lines: LineNumbers(document.bytes)))
  }
}
