import JSON

/// The tables of a ``SchemaProgram`` while they grow.
struct SchemaProgramBuilder {
  var nodes: [SchemaNode] = []
  var instructions: [Instruction] = []
  var children: [Int32] = []
  var objects: [ObjectPlan] = []
  var slots: [PropertySlot] = []
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
    Name(hash: JSONElement.hash(ofKey: string.utf8), text: add(all: Array(string.utf8), to: \.text))
  }

  /// Adds a number to compare with.
  mutating func bound(_ decimal: ExactDecimal, _ kind: BoundKind = .minimum) -> Int32 {
    decimals.append(decimal)
    return add(Bound(kind: kind, short: ShortDecimal(decimal)), to: \.bounds)
  }

  /// Adds a hash table of properties.
  mutating func slotTable(_ properties: [(name: String, child: Int32, requiredBit: UInt64)]) -> IndexRange {
    guard !properties.isEmpty else { return .empty }
    var size = 4
    while size < properties.count * 2 { size *= 2 }
    var table = Array(repeating: PropertySlot.free, count: size)
    for property in properties {
      let name = name(property.name)
      var position = Int(name.hash) & (size - 1)
      while table[position].isTaken { position = (position + 1) & (size - 1) }
      table[position] = PropertySlot(
        name: name, isTaken: true, child: property.child, requiredBit: property.requiredBit)
    }
    return add(all: table, to: \.slots)
  }
}
