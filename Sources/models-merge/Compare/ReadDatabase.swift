import CommandLineTool
import Files
import JSON
import Streams

/// Reads a database without locking it, and hands out its list of entries.
///
/// - Throws: ``ToolError`` when it cannot be read, or is not a database; and what the closure throws.
func withDatabase<Result>(
  _ options: MergeOptions, _ diagnostics: Diagnostics,
  _ body: (_ root: JSONElement, _ models: JSONElement, _ locator: TextLocator?) throws(ToolError) -> Result
) throws(ToolError) -> Result {
  let image = try DatabaseFile(options, diagnostics).read(nil)
  let document: JSONDocument
  do throws(JSONSyntaxError) {
    document = try JSONDocument(Array(image.bytes))
  } catch {
    throw .surroundings(
      code: "not_a_database", "'\(options.databasePath)' is not JSON: \(error.message)", hint: "correct the file first")
  }
  return try document.withRoot { (root) throws(ToolError) in
    guard let models = root["models"], models.isArray else {
      throw .surroundings(
        code: "not_a_database", "'\(options.databasePath)' has no list 'models'",
        hint: #"a database is {"models": [...]}"#)
    }
    guard let start = document.bytes.baseAddress else { return try body(root, models, nil) }
    return try body(root, models, TextLocator(start: start, at: .start))
  }
}
