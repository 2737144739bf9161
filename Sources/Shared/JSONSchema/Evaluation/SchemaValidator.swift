public import JSON

/// Checks values against a schema. Each thread has its own.
public struct SchemaValidator {
  private let program: SchemaProgram
  private var silent: Evaluator<SilentReporter>

  private let steps: Int

  /// Makes a validator for a compiled schema.
  ///
  /// - Parameter steps: the steps that checking one value may take.
  public init(_ program: SchemaProgram, steps: Int = StepBudget.usual) {
    self.program = program
    self.steps = steps
    silent = Evaluator(program, reporter: SilentReporter(), steps: steps)
  }

  /// Whether a value satisfies the schema, which one that takes too long to check does not: stops at the first
  /// violation, and allocates nothing for a valid value.
  public mutating func isValid(_ value: JSONElement) -> Bool { silent.isValid(value) }

  /// What the specification's output says of a value: whether it is valid, all violations, and the subschemas around
  /// them.
  public func output(of value: JSONElement) -> (isValid: Bool, units: [OutputUnit]) {
    var evaluator = Evaluator(program, reporter: CollectingReporter(), steps: steps)
    let isValid = evaluator.isValid(value)
    return (isValid, (evaluator.limit.map { [OutputUnit(limit: $0)] } ?? []) + evaluator.reporter.units)
  }

  /// Every violation of the schema by a value, as a person wants to read them.
  public func violations(of value: JSONElement) -> [OutputUnit] { output(of: value).units.filter(\.isViolation) }
}

/// A violation, or a subschema that had one: a unit of the specification's output.
public struct OutputUnit {
  /// The keyword that was violated; nil where checking reached a bound.
  let keyword: Keyword?
  /// The keyword that was violated; `false` for a schema that nothing satisfies, `limit` where checking reached a
  /// bound.
  public var keywordName: String {
    guard let keyword else { return "limit" }
    return keyword == .falseSchema ? "false" : keyword.rawValue
  }
  /// A JSON Pointer along the way that evaluation took through the schema, references included.
  public let keywordLocation: String
  /// The URI of the keyword's place.
  public let absoluteKeywordLocation: String
  /// A JSON Pointer into the value.
  public let instanceLocation: String
  /// What is wrong, in a sentence.
  public let message: String
  /// Whether it is a violation itself, not a subschema around some.
  public internal(set) var isViolation: Bool
}

extension OutputUnit {
  /// A bound that checking the whole value reached.
  init(limit: EvaluationLimit) {
    self.init(
      keyword: nil, keywordLocation: "", absoluteKeywordLocation: "", instanceLocation: "", message: limit.message,
      isViolation: true)
  }
}
