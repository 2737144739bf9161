import JSON
import JSONSchema
import TestSupport

/// Schemas and values as text, for tests.
enum SchemaRun {
  /// Every violation of a schema by a value.
  static func violations(_ schema: String, _ value: String, assertsFormat: Bool = false) throws -> [OutputUnit] {
    let program = try SchemaCompiler.compile(JSONDocument(schema), assertsFormat: assertsFormat)
    var validator = SchemaValidator(program)
    return try JSONDocument(value).withRoot { validator.output(of: $0).units.filter(\.isViolation) }
  }

  /// Whether both the silent and the collecting evaluation find a value valid; nil when they do not agree.
  static func isValid(_ schema: String, _ value: String, assertsFormat: Bool = false) throws -> Bool? {
    let program = try SchemaCompiler.compile(JSONDocument(schema), assertsFormat: assertsFormat)
    let document = try JSONDocument(value)
    return withExtendedLifetime(document) {
      var validator = SchemaValidator(program)
      let isValid = validator.isValid(document.root)
      return validator.output(of: document.root).isValid == isValid
        && validator.violations(of: document.root).isEmpty == isValid ? isValid : nil
    }
  }
}
