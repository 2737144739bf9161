import JSON

/// A step from a value to a part of it.
enum PathComponent {
  case member(JSONElement)
  case element(Int)

  /// The step as a token of a JSON Pointer.
  var token: String {
    switch self {
    case .member(let key): JSONPointer.escape(key.string ?? "")
    case .element(let index): "\(index)"
    }
  }
}

/// Receives the events of an ``Evaluator``.
protocol EvaluationReporter {
  /// Whether evaluation continues after a violation, and reports it.
  static var collectsAll: Bool { get }
  /// Whether violations are reported with their locations in the schema.
  var locatesInSchema: Bool { get }
  /// Whether violations are irrelevant at the moment.
  var ignoresViolations: Bool { get set }
  /// Whether violations are not reported, since they are irrelevant or the report is full.
  var isMuted: Bool { get }
  /// A position in the report, to return to later.
  var mark: Int { get }
  /// Enters the subschema of a keyword (`token` says which one, if there are several), and a part of the value unless
  /// `step` is nil.
  mutating func enter(_ keyword: Keyword, _ token: String?, at step: PathComponent?)
  /// Leaves the subschema that was entered last, whose URI is `location`.
  mutating func leave(isValid: Bool, _ location: String)
  /// Adds a violation of a keyword of the schema at `location`.
  mutating func report(_ keyword: Keyword, _ location: String, _ message: String)
  /// Removes the violations after a mark, which turned out to have no effect.
  mutating func discard(since mark: Int)
  /// Makes the violations after a mark the reasons of the next violation.
  mutating func subordinate(since mark: Int)
}

/// Reports nothing; used to decide whether a value is valid.
struct SilentReporter: EvaluationReporter {
  static var collectsAll: Bool { false }
  var locatesInSchema: Bool { false }
  var ignoresViolations: Bool {
    get { true }
    set { _ = newValue }
  }
  var isMuted: Bool { true }
  var mark: Int { 0 }
  func enter(_ keyword: Keyword, _ token: String?, at step: PathComponent?) {}
  func leave(isValid: Bool, _ location: String) {}
  func report(_ keyword: Keyword, _ location: String, _ message: String) {}
  func discard(since mark: Int) {}
  func subordinate(since mark: Int) {}
}

/// Collects violations, up to a maximum number and size.
struct CollectingReporter: EvaluationReporter {
  static var collectsAll: Bool { true }
  let locatesInSchema: Bool
  private(set) var units: [OutputUnit] = []
  private var schemaPath: [String] = []
  private var instancePath: [String] = []
  private var instanceLengths: [Int] = []
  private var schemaLengths: [Int] = []

  /// The maximum number of units; further violations are not reported.
  static let maximumUnits = 10_000
  /// The maximum size of all units' text in bytes, discarded units included. Writing this much takes less than a
  /// second.
  private static let maximumTextBytes = 1 << 26
  private(set) var textBytes = 0

  /// Makes an empty report.
  ///
  /// - Parameter locatesInSchema: false for violations without locations in the schema, and without the subschemas
  ///   around them.
  init(locatesInSchema: Bool = true) { self.locatesInSchema = locatesInSchema }

  var ignoresViolations = false
  var isMuted: Bool {
    ignoresViolations || units.count >= CollectingReporter.maximumUnits
      || textBytes >= CollectingReporter.maximumTextBytes
  }

  var mark: Int { units.count }

  mutating func enter(_ keyword: Keyword, _ token: String?, at step: PathComponent?) {
    schemaLengths.append(schemaPath.count)
    instanceLengths.append(instancePath.count)
    if locatesInSchema {
      schemaPath.append(keyword.rawValue)
      if let token { schemaPath.append(JSONPointer.escape(token)) }
    }
    if let step { instancePath.append(step.token) }
  }

  mutating func leave(isValid: Bool, _ location: String) {
    if !isValid, !isMuted, locatesInSchema {
      add(
        OutputUnit(
          keyword: .falseSchema, keywordLocation: pointer(schemaPath), absoluteKeywordLocation: location,
          instanceLocation: pointer(instancePath), message: "a subschema had errors", isViolation: false))
    }
    if let length = schemaLengths.popLast() { schemaPath.removeSubrange(length...) }
    if let length = instanceLengths.popLast() { instancePath.removeSubrange(length...) }
  }

  mutating func report(_ keyword: Keyword, _ location: String, _ message: String) {
    guard !isMuted else { return }
    let suffix = keyword == .falseSchema || !locatesInSchema ? "" : "/" + keyword.rawValue
    add(
      OutputUnit(
        keyword: keyword, keywordLocation: pointer(schemaPath) + suffix, absoluteKeywordLocation: location + suffix,
        instanceLocation: pointer(instancePath), message: message, isViolation: true))
  }

  mutating func discard(since mark: Int) {
    if units.count > mark { units.removeSubrange(mark...) }
  }

  mutating func subordinate(since mark: Int) {
    for index in units.indices[mark...] { units[index].isViolation = false }
  }

  private mutating func add(_ unit: OutputUnit) {
    let texts = [unit.keywordLocation, unit.absoluteKeywordLocation, unit.instanceLocation, unit.message]
    textBytes += texts.reduce(0) { $0 + $1.utf8.count }
    units.append(unit)
  }

  private func pointer(_ tokens: [String]) -> String { tokens.map { "/" + $0 }.joined() }
}
