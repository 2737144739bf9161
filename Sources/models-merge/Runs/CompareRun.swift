import CommandLineTool
import JSON
import ModelSpec
import Streams

/// `--compare`: compares a database with newly derived entries, and changes nothing.
struct CompareRun {
  let selection: MergeOptions.Selection
  let options: MergeOptions
  let diagnostics: Diagnostics
  /// Whether an entry that could not be derived makes the comparison fail.
  let isStrict: Bool

  /// Prints every difference and a summary to stdout, and a table to stderr.
  ///
  /// - Returns: success, or ``ExitStatus/itemsFailed`` when a stored value is wrong, neither an entry nor a failure
  ///   arrived for an entry with a model id, or under `--strict` a failure arrived.
  /// - Throws: ``ToolError`` when the database or the stream cannot be read, an id of the selection is unknown, the
  ///   result cannot be printed, or all models failed for a reason that says nothing about them.
  func run() throws(ToolError) -> ExitStatus {
    try withDatabase(options, diagnostics) { (database) throws(ToolError) in
      let entries = StoredEntries(of: database.models, selection)
      try entries.requireAll(in: options.databasePath)
      var result = ComparisonResult(entries, lines: database.lines)
      let output = ByteBuffer()
      let reader = DocumentReader()
      while let item = try reader.nextItem(of: .merge, diagnostics) {
        switch item {
        case .document(let document): result.take(document, writingTo: output)
        case .malformed(let failure):
          throw .systemFailure(code: failure.code.rawValue, failure.message, hint: failure.hint)
        }
      }
      result.writeSummary(database: options.databasePath, to: output)
      try printLines(output, isPretty: options.isPretty)
      if diagnostics.verbosity > .quiet { diagnostics.emit(result.table(namingAll: diagnostics.verbosity == .verbose)) }
      if result.isWithoutAnswer {
        throw .systemFailure(
          code: "no_answer", "no model could be fetched, so nothing was compared", hint: ImportHints.noAnswer)
      }
      return result.isSuccess(isStrict: isStrict) ? .success : .itemsFailed
    }
  }
}
