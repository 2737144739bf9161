import JSON

extension SchemaCompiler {
  /// How many names of `required` are checked in the pass over an object's members, by one bit each. The others are
  /// looked up one by one.
  private static let requiredBits = 64

  /// Compiles the keywords for objects, except `unevaluatedProperties`.
  mutating func compileObjectKeywords(
    _ reader: SchemaReader, _ node: Int32, _ instructions: inout [Instruction]
  ) throws(SchemaError) {
    if let count = try reader.count(.minProperties) { instructions.append(.minProperties(count)) }
    if let count = try reader.count(.maxProperties) { instructions.append(.maxProperties(count)) }
    try compileMembers(reader, &instructions)
    if let child = try subschema(.propertyNames, reader) { instructions.append(.propertyNames(child)) }
    try compileDependencies(.dependentRequired, reader, node, &instructions)
    try compileDependencies(.dependentSchemas, reader, node, &instructions)
    try compileDependencies(.dependencies, reader, node, &instructions)
  }

  private mutating func compileMembers(_ reader: SchemaReader, _ instructions: inout [Instruction]) throws(SchemaError)
  {
    let required = try reader.names(.required) ?? []
    var keywords = ObjectKeywords()
    var properties: [(name: String, child: Int32, requiredBit: UInt64)] = []
    let bits = Dictionary(
      uniqueKeysWithValues: required.prefix(SchemaCompiler.requiredBits).enumerated().map {
        (ExactString($1), UInt64(1) << UInt64($0))
      })
    for (name, schema) in try reader.object(.properties) ?? [] {
      let child = try node(schema, in: reader.location, Keyword.properties.rawValue, name)
      properties.append((name, child, bits[ExactString(name)] ?? 0))
    }
    let described = Set(properties.map { ExactString($0.name) })
    for name in required.prefix(SchemaCompiler.requiredBits) where !described.contains(ExactString(name)) {
      properties.append((name, -1, bits[ExactString(name)] ?? 0))
    }
    keywords.required = bits.values.reduce(0, |)
    keywords.properties = builder.properties(properties)
    keywords.patterns = try patternChildren(reader)
    if Int(keywords.patterns.count) >= PatternPropertyIndex.leastPatterns {
      let patterns = keywords.patterns.indices.map { builder.patterns[Int(builder.patternChildren[Int($0)].pattern)] }
      keywords.patternIndex = builder.add(PatternPropertyIndex(patterns), to: \.patternIndexes)
    }
    keywords.additional = try subschema(.additionalProperties, reader) ?? -1
    if !properties.isEmpty || keywords.patterns.count > 0 || keywords.additional >= 0 {
      instructions.append(.object(builder.add(keywords, to: \.objects)))
    }
    let others = required.dropFirst(SchemaCompiler.requiredBits).map { builder.name($0) }
    if !others.isEmpty { instructions.append(.required(builder.add(all: others, to: \.names))) }
  }

  private mutating func patternChildren(_ reader: SchemaReader) throws(SchemaError) -> RowRange {
    var rows: [PatternProperty] = []
    for (text, schema) in try reader.object(.patternProperties) ?? [] {
      let pattern = try pattern(text, reader, .patternProperties)
      let child = try node(schema, in: reader.location, Keyword.patternProperties.rawValue, text)
      rows.append(PatternProperty(pattern: pattern, child: child))
    }
    return builder.add(all: rows, to: \.patternChildren)
  }

  private mutating func compileDependencies(
    _ keyword: Keyword, _ reader: SchemaReader, _ node: Int32, _ instructions: inout [Instruction]
  ) throws(SchemaError) {
    guard let members = try reader.object(keyword) else { return }
    var names: [Dependency] = []
    var schemas: [Dependency] = []
    for (trigger, value) in members {
      var dependency = Dependency(trigger: builder.name(trigger))
      if keyword == .dependentRequired || (keyword == .dependencies && value.isArray) {
        let required = try reader.names(value, keyword).map { builder.name($0) }
        dependency.required = builder.add(all: required, to: \.names)
        names.append(dependency)
      } else {
        dependency.child = try self.node(value, in: reader.location, keyword.rawValue, trigger)
        inPlaceEdges[node, default: []].append(dependency.child)
        schemas.append(dependency)
      }
    }
    if !names.isEmpty {
      instructions.append(.dependentRequired(keyword, builder.add(all: names, to: \.dependencies)))
    }
    if !schemas.isEmpty {
      instructions.append(.dependentSchemas(keyword, builder.add(all: schemas, to: \.dependencies)))
    }
  }
}
