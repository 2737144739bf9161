import JSON
import JSONSchema
import ModelSpec

/// What is wrong with a document, in the words of schema and rules.
struct Findings {
  var errors: [Failure.Detail] = []
  var warnings: [Failure.Detail] = []

  /// Whether there is anything.
  var isEmpty: Bool { errors.isEmpty && warnings.isEmpty }
}

/// Checks single entries: the schema first, then the rules about the fields that hold to it.
struct EntryChecker {
  private var schema: SchemaValidator
  private let entry = Entry()
  private let rules = EntryRule.all
  private let scopes = EntryRule.scopes

  /// Makes a checker.
  init(_ program: SchemaProgram) {
    schema = SchemaValidator(program)
  }

  /// All that is wrong with an entry. Nothing is allocated when nothing is.
  mutating func findings(_ value: JSONElement) -> Findings {
    var findings = Findings()
    var spoilt: FieldSet = []
    if !schema.isValid(value) {
      findings.errors = schema.violations(of: value).map(\.detail)
      spoilt = FieldSet(of: findings.errors)
    }
    guard value.isObject else { return findings }
    entry.read(value)
    entry.forget(spoilt)
    for index in scopes.all.indices where scopes.all[index].covers(entry.present) {
      // A field of the wrong form would only make for more messages about the same mistake.
      if !findings.errors.isEmpty, rules[index].concerns(spoilt) { continue }
      guard let message = rules[index].breach(entry) else { continue }
      let rule = rules[index]
      if entry.isTemplate, rule.severity == .warning { continue }
      let detail = Failure.Detail(path: "/\(rule.field.name)", keyword: rule.name, message: message)
      switch rule.severity {
      case .error: findings.errors.append(detail)
      case .warning: findings.warnings.append(detail)
      }
    }
    return findings
  }
}

extension FieldSet {
  /// The fields of an entry that violations of its schema are about.
  fileprivate init(of violations: [Failure.Detail]) {
    self = []
    for field in EntryField.inOrder {
      let path = "/\(field.name)"
      if violations.contains(where: { $0.path == path || $0.path.hasPrefix(path + "/") }) { insert(field) }
    }
  }
}

extension OutputUnit {
  /// The violation as a failure lists it.
  var detail: Failure.Detail {
    Failure.Detail(path: instanceLocation, keyword: keywordName, message: message)
  }
}
