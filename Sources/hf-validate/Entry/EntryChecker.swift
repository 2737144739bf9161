import JSON
import JSONSchema
import ModelSpec
import Patterns

/// The violations of the schema and of the rules in one document.
struct DocumentViolations {
  var errors: [Failure.Violation] = []
  var warnings: [Failure.Violation] = []

  var isEmpty: Bool { errors.isEmpty && warnings.isEmpty }
}

/// Checks single entries: first against the schema, then by the rules about those fields that are valid.
struct EntryChecker {
  private var schema: SchemaValidator
  private let entry = Entry()
  private let rules = EntryRule.all
  private let scopes = EntryRule.scopes

  init(_ program: SchemaProgram) { schema = SchemaValidator(program) }

  /// All violations of an entry. The check of a valid entry without unknown keys does not allocate memory.
  mutating func violations(_ value: JSONElement) -> DocumentViolations {
    var violations = DocumentViolations()
    var invalidFields: FieldSet = []
    let units = schema.violations(of: value)
    if !units.isEmpty {
      violations.errors = units.map { $0.detail.withFormatInWords(value) }
      invalidFields = FieldSet(of: violations.errors)
    }
    guard value.isObject else { return violations }
    entry.read(value)
    entry.markAbsent(invalidFields)
    for index in scopes.all.indices where scopes.all[index].covers(entry.present) {
      // A field that violates the schema is reported already; a rule about it would only repeat that.
      if !violations.errors.isEmpty, rules[index].concerns(invalidFields) { continue }
      guard let message = rules[index].message(entry) else { continue }
      let rule = rules[index]
      if entry.isTemplate, rule.severity == .warning { continue }
      let detail = Failure.Violation(path: "/\(rule.field.name)", keyword: rule.name, message: message)
      switch rule.severity {
      case .error: violations.errors.append(detail)
      case .warning: violations.warnings.append(detail)
      }
    }
    if entry.hasOtherKeys { violations.warnings += MistypedKeys.violations(in: value) }
    return violations
  }
}

extension Failure.Violation {
  /// The same violation. If the value does not match the pattern of its field, the message states the format in words,
  /// because a pattern is hard to read.
  fileprivate func withFormatInWords(_ entry: JSONElement) -> Failure.Violation {
    let field = String(path.dropFirst())
    guard keyword == "pattern", let type = EntryField.named(field)?.type, case .format = type,
      let value = entry[key: field]
    else { return self }
    return .init(path: path, keyword: keyword, message: "must be \(type.requirement), is \(value.excerpt)")
  }
}

extension FieldSet {
  /// The fields of the entry that the paths of these violations start with.
  fileprivate init(of violations: [Failure.Violation]) {
    self = []
    for violation in violations {
      let member = violation.path.utf8.dropFirst().prefix { $0 != UInt8(ascii: "/") }
      if let field = EntryField.named(String(decoding: member, as: UTF8.self)) { insert(field) }
    }
  }
}

extension OutputUnit {
  /// The violation as a failure lists it.
  var detail: Failure.Violation {
    Failure.Violation(path: instanceLocation, keyword: keywordName, message: message)
  }
}
