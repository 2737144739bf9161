import CommandLineTool
import JSON
import JSONSchema
import ModelSpec
import Streams

/// Passes valid documents on and replaces invalid ones by failures, or prints the results in the format of `--output`.
final class ValidationFilter: DocumentFilter {
  private let options: ValidateOptions
  private var schema: SchemaValidator
  private var entryChecker: EntryChecker
  private var databaseChecker: DatabaseChecker

  init(_ program: SchemaProgram, _ options: ValidateOptions) {
    self.options = options
    schema = SchemaValidator(program)
    entryChecker = EntryChecker(program)
    databaseChecker = DatabaseChecker(program)
  }

  func process(_ document: JSONElement, into output: FilterOutput) {
    if options.printsBasicOutput {
      BasicOutput.write(document, &schema, to: output)
      return
    }
    guard options.schemaPath == nil else {
      let units = schema.violations(of: document)
      if units.isEmpty { return pass(document, to: output) }
      return output.fail(.invalidValue(units.map(\.detail), document))
    }
    if let models = DatabaseChecker.entries(of: document) {
      if options.checksEntriesOfFile { output.requireSoleDocument("a database") }
      write(databaseChecker.violations(document, models: models), document, models, to: output)
    } else if options.checksEntriesOfFile, let detail = DatabaseChecker.structuralViolation(of: document) {
      if let position = output.position(of: document) {
        output.report(.error, at: position, DatabaseViolation(detail: detail).text)
      }
      output.failWithoutMessage(.invalidValue([detail], document))
    } else {
      write(entryChecker.violations(document), document, to: output)
    }
  }

  /// Writes the database or its violations.
  private func write(
    _ found: DatabaseViolations, _ document: JSONElement, _ models: JSONElement, to output: FilterOutput
  ) {
    let violations = options.isStrict ? found.strict : found
    let isValid = violations.errors.isEmpty
    if isValid, violations.warnings.isEmpty { return options.printsAnnotations ? () : pass(document, to: output) }
    output.dropDuplicateKeyWarning()
    let report = DatabaseReport(violations, of: document, models: models, to: output)
    if options.printsAnnotations {
      report.writeAnnotations(file: options.path)
      if !isValid { output.noteFailure() }
      return
    }
    report.writeLines(allWarnings: options.isVerbose)
    if isValid { return pass(document, to: output) }
    output.failWithoutMessage(.invalidDatabase(violations.errors.map(\.located)))
  }

  /// Writes the warnings about an entry, and the entry or a failure.
  private func write(_ violations: DocumentViolations, _ document: JSONElement, to output: FilterOutput) {
    if violations.isEmpty { return pass(document, to: output) }
    let errors = options.isStrict ? violations.errors + violations.warnings : violations.errors
    if !options.isStrict {
      let name = document.modelName.map { "'\($0)'" } ?? "entry"
      for warning in violations.warnings { output.warn("\(name): \(warning.message)") }
    }
    if errors.isEmpty { return pass(document, to: output) }
    let failure = Failure.invalidValue(errors, document)
    guard options.path != nil, let position = output.position(of: document) else { return output.fail(failure) }
    for detail in errors {
      let violation = DatabaseViolation(entry: (0, document.modelName), detail: detail)
      output.report(.error, at: position, violation.text)
    }
    output.failWithoutMessage(failure)
  }

  private func pass(_ document: JSONElement, to output: FilterOutput) {
    output.documents.untouched(document)
    output.documents.endLine()
  }
}
