import JSON
import Patterns

/// Builds the tables of a ``SchemaProgram``, which describes them.
struct SchemaProgramBuilder {
  var nodes: [SchemaNode] = []
  var instructions: [Instruction] = []
  var children: [Int32] = []
  var objects: [ObjectKeywords] = []
  var patternChildren: [PatternProperty] = []
  var patternIndexes: [PatternPropertyIndex] = []
  var arrays: [ArrayKeywords] = []
  var containments: [ContainsKeyword] = []
  var conditions: [Condition] = []
  var names: [HashedString] = []
  var dependencies: [Dependency] = []
  var bounds: [NumericLimit] = []
  var dynamicAnchors: [DynamicAnchor] = []
  var text: [UInt8] = []
  var decimals: [ExactDecimal] = []
  var enumerations: [[JSONElement]] = []
  var patterns: [Pattern] = []
  var origins: [NodeOrigin] = []
  var tracksEvaluated = false

  /// Adds a row to a table; returns its index.
  mutating func add<Row>(_ row: Row, to table: WritableKeyPath<SchemaProgramBuilder, [Row]>) -> Int32 {
    self[keyPath: table].append(row)
    return Int32(truncatingIfNeeded: self[keyPath: table].count - 1)
  }

  /// Adds consecutive rows to a table; returns where they are.
  mutating func add<Row>(all rows: [Row], to table: WritableKeyPath<SchemaProgramBuilder, [Row]>) -> RowRange {
    let start = self[keyPath: table].count
    self[keyPath: table] += rows
    return RowRange(start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: rows.count))
  }

  /// Makes a name. Its bytes are added to ``text``.
  mutating func name(_ string: String) -> HashedString {
    let text = Array(string.utf8)
    return HashedString(hash: text.withUnsafeBufferPointer(keyHash), text: add(all: text, to: \.text))
  }

  /// Adds a limit, or the divisor of `multipleOf`, for which `kind` is not used; returns its index.
  mutating func bound(_ decimal: ExactDecimal, _ kind: NumericComparison = .minimum) -> Int32 {
    decimals.append(decimal)
    return add(NumericLimit(kind: kind, short: ShortDecimal(decimal)), to: \.bounds)
  }

  /// The table of the members that a schema names.
  mutating func properties(_ members: [(name: String, child: Int32, requiredBit: UInt64)]) -> KnownKeys<Property> {
    var rows: [(key: String, value: Property)] = []
    for member in members {
      let property = Property(name: name(member.name), child: member.child, requiredBit: member.requiredBit)
      rows.append((member.name, property))
    }
    return KnownKeys(copying: rows)
  }
}
