public import JSON

/// Checks values against a schema. Not thread-safe: each thread has a separate one.
public struct SchemaValidator {
  private let program: SchemaProgram
  private var silent: Evaluator<SilentReporter>

  /// Makes a validator for a compiled schema.
  ///
  /// - Parameter steps: the maximum number of steps for one value.
  public init(_ program: SchemaProgram, steps: Int = StepBudget.usual) {
    self.program = program
    silent = Evaluator(program, reporter: SilentReporter(), steps: steps)
  }

  /// Whether a value satisfies the schema; false when a limit is reached. Stops at the first violation. For a valid
  /// value most keywords allocate nothing; `uniqueItems`, `format` and patterns without an automaton do.
  public mutating func isValid(_ value: JSONElement) -> Bool { silent.isValid(value) }

  /// The output that the specification defines: whether a value is valid, all violations, and the subschemas around
  /// them.
  public mutating func output(of value: JSONElement) -> (isValid: Bool, units: [OutputUnit]) {
    evaluate(value, locatesInSchema: true)
  }

  private mutating func evaluate(_ value: JSONElement, locatesInSchema: Bool) -> (isValid: Bool, units: [OutputUnit]) {
    let reporter = CollectingReporter(locatesInSchema: locatesInSchema)
    var evaluator = Evaluator(program, reporter: reporter, steps: silent.steps)
    let isValid = evaluator.isValid(value)
    silent.steps = evaluator.steps
    let units = evaluator.reporter.units
    let hasViolation = isValid || units.contains(where: \.isViolation)
    let limit = evaluator.limit ?? (hasViolation ? nil : .text)
    return (isValid, (limit.map { [OutputUnit(limit: $0)] } ?? []) + units)
  }

  /// All violations of the schema by a value, without their locations in the schema, which take longer to describe
  /// than the violations. None for a valid value, for which most keywords allocate nothing.
  public mutating func violations(of value: JSONElement) -> [OutputUnit] {
    if silent.isValid(value) { return [] }
    // Collecting the violations would reach the limit again.
    if let limit = silent.limit { return [OutputUnit(limit: limit)] }
    return evaluate(value, locatesInSchema: false).units.filter(\.isViolation)
  }
}

/// A violation, or a subschema that had one: a unit of the specification's output.
public struct OutputUnit {
  /// The violated keyword; nil when a limit was reached.
  let keyword: Keyword?
  /// The violated keyword; `false` for the schema `false` and for a subschema around violations, `limit` when a limit
  /// was reached.
  public var keywordName: String {
    guard let keyword else { return "limit" }
    return keyword == .falseSchema ? "false" : keyword.rawValue
  }
  /// A JSON Pointer along the path of evaluation through the schema, including references; empty if it is not wanted.
  public let keywordLocation: String
  /// The URI of the keyword; empty if it is not wanted.
  public let absoluteKeywordLocation: String
  /// A JSON Pointer into the value.
  public let instanceLocation: String
  /// The message, in one sentence.
  public let message: String
  /// Whether it is a violation, not a subschema around violations.
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
