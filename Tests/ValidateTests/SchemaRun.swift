import Shared

@testable import hf_validate

/// Schemas and values as text, for tests.
enum SchemaRun {
  /// Every violation of a schema by a value: keyword and path.
  static func violations(_ schema: String, _ value: String, assertsFormat: Bool = false) throws -> [OutputUnit] {
    let program = try SchemaCompiler.compile(JSONDocument(schema), assertsFormat: assertsFormat)
    let document = try JSONDocument(value)
    return withExtendedLifetime(document) { Evaluator.violations(of: document.root, program) }
  }

  /// Whether both the silent and the collecting evaluation find a value valid; nil when they do not agree.
  static func isValid(_ schema: String, _ value: String, assertsFormat: Bool = false) throws -> Bool? {
    let program = try SchemaCompiler.compile(JSONDocument(schema), assertsFormat: assertsFormat)
    let document = try JSONDocument(value)
    return withExtendedLifetime(document) {
      var silent = Evaluator(program, reporter: SilentReporter())
      let isValid = silent.isValid(document.root)
      return Evaluator.violations(of: document.root, program).isEmpty == isValid ? isValid : nil
    }
  }
}
