public import JSON
public import Patterns

/// Checks values against a schema. It is not thread-safe: each thread needs a separate one.
public struct SchemaValidator {
  private let program: SchemaProgram
  private var silent: Evaluator<SilentReporter>

  /// Makes a validator for a compiled schema.
  ///
  /// - Parameter steps: the maximum number of steps for one value: see ``StepBudget``.
  public init(_ program: SchemaProgram, steps: Int = StepBudget.usual) {
    self.program = program
    silent = Evaluator(program, reporter: SilentReporter(), steps: steps)
  }

  /// Whether a value satisfies the schema; false when a limit is reached. The check stops at the first violation. For a
  /// valid value, most keywords allocate no memory. `uniqueItems`, `format` and patterns without an automaton do.
  public mutating func isValid(_ value: JSONElement) -> Bool { silent.isValid(value) }

  /// What the specification's output format `basic` reports: whether a value is valid, the violations, and the
  /// subschemas that have violations. The report is limited: see ``CollectingReporter``. If the check reached a limit,
  /// or the report is full before the first violation, the first unit says so.
  public mutating func output(of value: JSONElement) -> (isValid: Bool, units: [OutputUnit]) {
    evaluate(value, locatesInSchema: true)
  }

  private mutating func evaluate(_ value: JSONElement, locatesInSchema: Bool) -> (isValid: Bool, units: [OutputUnit]) {
    let reporter = CollectingReporter(locatesInSchema: locatesInSchema)
    var evaluator = Evaluator(program, reporter: reporter, steps: silent.steps)
    let isValid = evaluator.isValid(value)
    silent.steps = evaluator.steps
    let units = evaluator.reporter.units
    let isExplained = isValid || units.contains(where: \.isViolation)
    let limit = evaluator.limit ?? (isExplained ? nil : .text)
    return (isValid, (limit.map { [OutputUnit(limit: $0)] } ?? []) + units)
  }

  /// The violations of the schema by a value; none for a valid value. They have no locations in the schema, because
  /// making those takes longer than the rest. The report is limited: see ``CollectingReporter``. If the check reached a
  /// limit, the first violation says so.
  public mutating func violations(of value: JSONElement) -> [OutputUnit] {
    if silent.isValid(value) { return [] }
    // Collecting the violations would reach the limit again.
    if let limit = silent.limit { return [OutputUnit(limit: limit)] }
    return evaluate(value, locatesInSchema: false).units.filter(\.isViolation)
  }
}

/// A unit of the specification's output: a violation, or a subschema that has violations.
public struct OutputUnit {
  /// The violated keyword, or ``Keyword/noKeyword``; nil when a limit was reached.
  let keyword: Keyword?
  /// The violated keyword; `false` for the schema `false` and for a subschema that has violations, `limit` when a limit
  /// was reached.
  public var keywordName: String {
    guard let keyword else { return "limit" }
    return keyword == .noKeyword ? "false" : keyword.rawValue
  }
  /// The JSON Pointer of the keyword along the path of evaluation, which includes `$ref`. Empty for a limit, and from
  /// ``SchemaValidator/violations(of:)``.
  public let keywordLocation: String
  /// The URI of the keyword, or of the schema `false` or subschema. Empty for a limit, and from
  /// ``SchemaValidator/violations(of:)``.
  public let absoluteKeywordLocation: String
  /// The JSON Pointer of the invalid part of the value; empty for the whole value and for a limit.
  public let instanceLocation: String
  /// The message: lower case, no full stop.
  public let message: String
  /// Whether the unit is a violation. False for a subschema that has violations, and for a violation that is only a
  /// reason of another one, such as one in `anyOf`.
  public internal(set) var isViolation: Bool
}

extension OutputUnit {
  /// Makes a unit for a limit that was reached.
  init(limit: EvaluationLimit) {
    self.init(
      keyword: nil, keywordLocation: "", absoluteKeywordLocation: "", instanceLocation: "", message: limit.message,
      isViolation: true)
  }
}
