import JSON
import Patterns

/// Applies a compiled schema to values.
///
/// With a ``SilentReporter`` it stops at the first violation. With a ``CollectingReporter`` it continues after
/// violations and reports each with its location, until the report is full.
struct Evaluator<Reporter: EvaluationReporter> {
  let program: SchemaProgram
  var reporter: Reporter
  /// The members and elements that have been evaluated, for `unevaluatedItems` and `unevaluatedProperties`.
  var evaluated = EvaluatedLog()
  /// The dynamic scope: the resources that evaluation has entered, outermost first, for `$dynamicRef`.
  private var scope: [Int32] = []
  /// The number of schemas that are being applied, one inside another.
  private var depth = 0
  /// The steps left for the current value.
  var budget = StepBudget()
  /// The limit that was reached; nil if none was. It makes all later results of ``evaluate(_:_:)`` false, and `not`
  /// makes them true. So ``isValid(_:)`` is false, whatever the result for the whole value.
  var limit: EvaluationLimit?

  /// Whether violations are reported, and evaluation continues after them. False once a limit is reached.
  @inline(__always)
  var reportsViolations: Bool { Reporter.collectsAll && limit == nil && !reporter.isMuted }

  /// The maximum number of schemas that are applied one inside another, to limit the stack. Values nest at most 512
  /// levels deep, so this allows eight schemas per level.
  static var maximumDepth: Int { 4096 }

  /// The maximum number of steps for one value. Each value that reaches the maximum halves it for later values, so a
  /// stream of such values takes no longer than two of them.
  var steps: Int

  /// Makes an evaluator.
  init(_ program: SchemaProgram, reporter: Reporter, steps: Int = StepBudget.usual) {
    self.program = program
    self.reporter = reporter
    self.steps = steps
  }

  /// Whether a value satisfies the schema; false when a limit is reached.
  mutating func isValid(_ value: JSONElement) -> Bool {
    budget = StepBudget(steps: steps)
    limit = nil
    let isValid = evaluate(0, value) && limit == nil
    if case .steps = limit { steps /= 2 }
    return isValid
  }

  /// Takes the steps of an operation from the budget: see ``StepBudget``. Returns false, and sets ``limit``, when fewer
  /// are left.
  @inline(__always)
  mutating func spend(_ steps: Int) -> Bool {
    do throws(StepLimitReached) {
      try budget.take(steps)
      return true
    } catch {
      limit = limit ?? .steps(self.steps)
      return false
    }
  }

  /// Whether a value satisfies the schema with this index in `program.nodes`; false when a limit is reached.
  mutating func evaluate(_ node: Int32, _ value: JSONElement) -> Bool {
    guard spend(1), limit == nil else { return false }
    let schema = program.nodes[node]
    var isValid = admits(schema.types, value) || fail(.type, node, ViolationMessages.wrongType(value, schema.types))
    guard isValid || reportsViolations else { return false }
    guard depth < Evaluator.maximumDepth else {
      limit = .depth
      return false
    }
    depth += 1
    let entersResource = program.tracksScope && scope.last != schema.resource
    if entersResource { scope.append(schema.resource) }
    let firstEvaluated = evaluated.count
    for instruction in program.instructions[schema.instructions] {
      if !run(instruction, of: node, on: value, firstEvaluated: firstEvaluated) {
        isValid = false
        if !reportsViolations { break }
      }
    }
    if entersResource { scope.removeLast() }
    depth -= 1
    if !isValid { evaluated.truncate(to: firstEvaluated) }
    return isValid
  }

  @inline(__always)
  private mutating func run(
    _ instruction: Instruction, of node: Int32, on value: JSONElement, firstEvaluated: Int
  ) -> Bool {
    switch instruction {
    case .bounds(let rows): checkBounds(rows, node, value)
    case .object(let keywords): checkMembers(keywords, node, value)
    case .stringEnumeration(let names): checkStringEnumeration(names, node, value)
    case .pattern(let pattern): checkPattern(pattern, node, value)
    case .minLength(let count): checkMinLength(count, node, value)
    case .maxLength(let count): checkMaxLength(count, node, value)
    case .reference(let target): apply(target, value, .reference)
    case .array(let keywords): checkElements(keywords, value)
    default: runUncommon(instruction, of: node, on: value, firstEvaluated: firstEvaluated)
    }
  }

  @inline(never)
  private mutating func runUncommon(
    _ instruction: Instruction, of node: Int32, on value: JSONElement, firstEvaluated: Int
  ) -> Bool {
    switch instruction {
    case .never: fail(.noKeyword, node, "nothing is allowed here")
    case .dynamicReference(let anchor, let fallback):
      apply(dynamicTarget(anchor) ?? fallback, value, .dynamicReference)
    case .enumeration(let index): checkEnumeration(index, node, value)
    case .constant(let index): checkConstant(index, node, value)
    case .multipleOf(let divisor): checkMultiple(divisor, node, value)
    case .format(let format): checkFormat(format, node, value)
    case .minProperties(let count): checkMinProperties(count, node, value)
    case .maxProperties(let count): checkMaxProperties(count, node, value)
    case .required(let names): checkRequired(names, node, value)
    case .dependentRequired(let keyword, let rows): checkDependentRequired(keyword, rows, node, value)
    case .dependentSchemas(let keyword, let rows): checkDependentSchemas(keyword, rows, value)
    case .propertyNames(let child): checkPropertyNames(child, value)
    case .minItems(let count): checkMinItems(count, node, value)
    case .maxItems(let count): checkMaxItems(count, node, value)
    case .uniqueItems: checkUnique(node, value)
    case .contains(let keywords): checkContains(keywords, node, value)
    case .allOf(let children): checkAll(children, value)
    case .anyOf(let children): checkAny(children, node, value)
    case .oneOf(let children): checkOne(children, node, value)
    case .not(let child): checkNot(child, node, value)
    case .condition(let index): checkCondition(index, value)
    case .unevaluatedItems(let child): checkUnevaluatedItems(child, value, since: firstEvaluated)
    case .unevaluatedProperties(let child): checkUnevaluatedProperties(child, value, since: firstEvaluated)
    default: true
    }
  }

  /// The node that a dynamic anchor names in the outermost resource of the dynamic scope that has the anchor; nil when
  /// no resource of the scope has it, or the step limit is reached.
  private mutating func dynamicTarget(_ anchor: Int32) -> Int32? {
    for resource in scope {
      guard spend(program.dynamicAnchors.count / 8) else { return nil }
      for index in 0..<Int32(truncatingIfNeeded: program.dynamicAnchors.count) {
        let candidate = program.dynamicAnchors[index]
        if candidate.anchor == anchor, candidate.resource == resource { return candidate.node }
      }
    }
    return nil
  }

  /// Reports a violation, if violations are reported; returns false, so that a check can return the result.
  @inline(__always)
  mutating func fail(_ keyword: Keyword, _ node: Int32, _ message: @autoclosure () -> String) -> Bool {
    if reportsViolations { reporter.report(keyword, location(node), message()) }
    return false
  }

  /// Does the same with a message that is made from the program.
  @inline(__always)
  mutating func fail(_ keyword: Keyword, _ node: Int32, _ message: (SchemaProgram) -> String) -> Bool {
    if reportsViolations { reporter.report(keyword, location(node), message(program)) }
    return false
  }

  /// The location of a schema; empty if it is not reported.
  private func location(_ node: Int32) -> String { reporter.locatesInSchema ? program.location(node) : "" }

  /// Applies a subschema of a keyword to the same value as the keyword. Returns whether the value satisfies it.
  ///
  /// - Parameter part: which of the keyword's subschemas it is.
  @inline(__always)
  mutating func apply(
    _ child: Int32, _ value: JSONElement, _ keyword: Keyword, _ part: SubschemaIndex = .whole
  ) -> Bool {
    guard reportsViolations else { return evaluate(child, value) }
    reporter.enter(keyword, reporter.locatesInSchema ? program.token(part) : nil, at: nil)
    let isValid = evaluate(child, value)
    reporter.leave(isValid: isValid, isValid || reporter.isMuted ? "" : location(child))
    return isValid
  }

  /// Applies a subschema of a keyword to a member or an element. Returns whether the member or element satisfies it.
  /// What is evaluated inside the member or element has no effect outside, so it is removed from ``evaluated``.
  ///
  /// - Parameters:
  ///   - part: which of the keyword's subschemas it is.
  ///   - step: the key of the member, or the index of the element.
  @inline(__always)
  mutating func descend(
    _ child: Int32, _ value: JSONElement, _ keyword: Keyword, _ part: SubschemaIndex = .whole,
    at step: PathComponent
  ) -> Bool {
    let mark = evaluated.count
    defer { evaluated.truncate(to: mark) }
    guard reportsViolations else { return evaluate(child, value) }
    reporter.enter(keyword, reporter.locatesInSchema ? program.token(part) : nil, at: step)
    let isValid = evaluate(child, value)
    reporter.leave(isValid: isValid, isValid || reporter.isMuted ? "" : location(child))
    return isValid
  }
}

/// A limit on the work for one value.
enum EvaluationLimit {
  /// The maximum number of steps, with its value.
  case steps(Int)
  /// ``Evaluator/maximumDepth``.
  case depth
  /// The size of the report. It is named only when the report is full and has no violation.
  case text

  /// The message of the violation that reports the limit.
  var message: String {
    switch self {
    case .steps(let steps): "checking this value takes more than \(steps) steps; simplify the schema or the value"
    case .text: "the value is not valid; there are too many violations to report"
    case .depth:
      "more than \(Evaluator<SilentReporter>.maximumDepth) schemas are applied one inside another; check the references for a loop"
    }
  }
}

/// Identifies a subschema in the value of a keyword.
enum SubschemaIndex {
  /// The value itself.
  case whole
  /// An element of the value.
  case index(Int)
  /// The member of the value with this key.
  case name(HashedString)
  /// The member of the value whose key is the pattern with this index.
  case pattern(Int32)
}

extension SchemaProgram {
  /// The JSON Pointer's token for a subschema in the value of a keyword, not escaped; nil for the value itself.
  fileprivate func token(_ part: SubschemaIndex) -> String? {
    switch part {
    case .whole: nil
    case .index(let index): "\(index)"
    case .name(let name): string(name)
    case .pattern(let pattern): patterns[Int(pattern)].source
    }
  }
}
