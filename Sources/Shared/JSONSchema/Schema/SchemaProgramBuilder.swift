import JSON

/// The tables of a ``SchemaProgram`` while they grow.
struct SchemaProgramBuilder {
  var nodes: [SchemaNode] = []
  var instructions: [Instruction] = []
  var children: [Int32] = []
  var objects: [ObjectPlan] = []
  var patternChildren: [PatternChild] = []
  var arrays: [ArrayPlan] = []
  var containments: [ContainsPlan] = []
  var conditions: [Condition] = []
  var names: [Name] = []
  var dependencies: [Dependency] = []
  var bounds: [Bound] = []
  var dynamicAnchors: [DynamicAnchor] = []
  var text: [UInt8] = []
  var decimals: [ExactDecimal] = []
  var enumerations: [[JSONElement]] = []
  var patterns: [Pattern] = []
  var locations: [String] = []
  var tracksEvaluated = false

  /// Adds a row to a table, giving its index.
  mutating func add<Row>(_ row: Row, to table: WritableKeyPath<SchemaProgramBuilder, [Row]>) -> Int32 {
    self[keyPath: table].append(row)
    return Int32(truncatingIfNeeded: self[keyPath: table].count - 1)
  }

  /// Adds consecutive rows to a table.
  mutating func add<Row>(all rows: [Row], to table: WritableKeyPath<SchemaProgramBuilder, [Row]>) -> IndexRange {
    let start = self[keyPath: table].count
    self[keyPath: table] += rows
    return IndexRange(start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: rows.count))
  }

  /// A name with its text in the table of texts.
  mutating func name(_ string: String) -> Name {
    let text = Array(string.utf8)
    return Name(hash: text.withUnsafeBufferPointer(keyHash), text: add(all: text, to: \.text))
  }

  /// Adds a number to compare with.
  mutating func bound(_ decimal: ExactDecimal, _ kind: BoundKind = .minimum) -> Int32 {
    decimals.append(decimal)
    return add(Bound(kind: kind, short: ShortDecimal(decimal)), to: \.bounds)
  }

  /// The table of an object's named members.
  mutating func properties(_ members: [(name: String, child: Int32, requiredBit: UInt64)]) -> KnownKeys<Property> {
    var rows: [(key: String, value: Property)] = []
    for member in members {
      let property = Property(name: name(member.name), child: member.child, requiredBit: member.requiredBit)
      rows.append((member.name, property))
    }
    return KnownKeys(copying: rows)
  }
}
