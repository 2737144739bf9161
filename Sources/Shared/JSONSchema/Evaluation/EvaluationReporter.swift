import JSON

/// A step from a value to a part of it.
enum PathComponent {
  /// To the member with this key.
  case member(JSONElement)
  /// To the element with this index.
  case element(Int)

  /// The step as a token of a JSON Pointer, escaped.
  var token: String {
    switch self {
    case .member(let key): JSONPointer.escape(key.string ?? "")
    case .element(let index): "\(index)"
    }
  }
}

/// Receives the violations that an ``Evaluator`` finds, and the path of the evaluation.
protocol EvaluationReporter {
  /// Whether evaluation continues after a violation, to find all.
  static var collectsAll: Bool { get }
  /// Whether violations are reported with their locations in the schema.
  var locatesInSchema: Bool { get }
  /// Whether violations are ignored at the moment, because they do not make the value invalid: under `not`, `if` and
  /// `contains`.
  var ignoresViolations: Bool { get set }
  /// Whether violations are not reported, because they are ignored or the report is full.
  var isMuted: Bool { get }
  /// The length of the report, for ``discard(since:)`` and ``subordinate(since:)``.
  var mark: Int { get }
  /// Enters the subschema of a keyword, and a part of the value unless `step` is nil.
  ///
  /// - Parameter token: the place of the subschema in the keyword's value, not escaped; nil if it is the whole value,
  ///   or is not reported.
  mutating func enter(_ keyword: Keyword, _ token: String?, at step: PathComponent?)
  /// Leaves the subschema that was entered last.
  ///
  /// - Parameter location: the URI of the subschema; empty if it is not reported.
  mutating func leave(isValid: Bool, _ location: String)
  /// Adds a violation of a keyword.
  ///
  /// - Parameter location: the URI of the schema that has the keyword; empty if it is not reported.
  mutating func report(_ keyword: Keyword, _ location: String, _ message: String)
  /// Removes what was added after a mark: the violations turned out to have no effect.
  mutating func discard(since mark: Int)
  /// Makes the violations after a mark reasons of the next violation: ``OutputUnit/isViolation`` becomes false.
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

/// Collects violations, up to ``maximumUnits`` and ``maximumTextBytes``.
struct CollectingReporter: EvaluationReporter {
  static var collectsAll: Bool { true }
  let locatesInSchema: Bool
  private(set) var units: [OutputUnit] = []
  /// The path of evaluation through the schema, as escaped tokens.
  private var schemaPath: [String] = []
  /// The path through the value, as escaped tokens.
  private var instancePath: [String] = []
  /// By entered subschema: the length that ``instancePath`` had before.
  private var instanceLengths: [Int] = []
  /// By entered subschema: the length that ``schemaPath`` had before.
  private var schemaLengths: [Int] = []

  /// The maximum number of units. Further violations are not reported.
  static let maximumUnits = 10_000
  /// The size of all units' text, in bytes, after which no unit is added. Discarded units count too. Writing this much
  /// takes less than a second.
  private static let maximumTextBytes = 1 << 26
  /// The size of all units' text so far, in bytes. Discarded units count too.
  private(set) var textBytes = 0

  /// Makes an empty report.
  ///
  /// - Parameter locatesInSchema: whether violations have locations in the schema, and subschemas that have violations
  ///   are reported too.
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
          keyword: .noKeyword, keywordLocation: pointer(schemaPath), absoluteKeywordLocation: location,
          instanceLocation: pointer(instancePath), message: "a subschema had errors", isViolation: false))
    }
    if let length = schemaLengths.popLast() { schemaPath.removeSubrange(length...) }
    if let length = instanceLengths.popLast() { instancePath.removeSubrange(length...) }
  }

  mutating func report(_ keyword: Keyword, _ location: String, _ message: String) {
    guard !isMuted else { return }
    let suffix = keyword == .noKeyword || !locatesInSchema ? "" : "/" + keyword.rawValue
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
