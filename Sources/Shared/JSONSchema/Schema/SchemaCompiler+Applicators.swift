import JSON

extension SchemaCompiler {
  /// Compiles `$ref` and `$dynamicRef`.
  mutating func compileReferences(
    _ reader: SchemaReader, _ node: Int32, _ instructions: inout [Instruction]
  ) throws(SchemaError) {
    if let text = try reader.string(.reference) {
      let target = self.node(try registry.resolve(text, from: reader.location))
      inPlaceEdges[node, default: []].append(target)
      instructions.append(.reference(target))
    }
    if let text = try reader.string(.dynamicReference) {
      let location = try registry.resolve(text, from: reader.location)
      let target = self.node(location)
      let fragment = URIReference(text).fragment ?? ""
      let named = registry.resources[location.resource].dynamicAnchors[ExactString(fragment)]
      let isDynamic = named?.identity == location.identity
      if isDynamic {
        instructions.append(.dynamicReference(anchor: number(ofAnchor: fragment), fallback: target))
      } else {
        inPlaceEdges[node, default: []].append(target)
        instructions.append(.reference(target))
      }
    }
  }

  /// Compiles `allOf`, `anyOf`, `oneOf`, `not`, `if`, `then` and `else`.
  mutating func compileLogic(
    _ reader: SchemaReader, _ node: Int32, _ instructions: inout [Instruction]
  ) throws(SchemaError) {
    for keyword in [Keyword.allOf, .anyOf, .oneOf] {
      guard let schemas = try reader.nonEmptyArray(keyword) else { continue }
      var nodes: [Int32] = []
      for (index, schema) in schemas.enumerated() {
        nodes.append(try self.node(schema, in: reader.location, keyword.rawValue, "\(index)"))
      }
      inPlaceEdges[node, default: []] += nodes
      let range = builder.add(all: nodes, to: \.children)
      instructions.append(keyword == .allOf ? .allOf(range) : keyword == .anyOf ? .anyOf(range) : .oneOf(range))
    }
    if let child = try subschema(.not, reader, sameValueAs: node) { instructions.append(.not(child)) }
    let then = try subschema(.then, reader, sameValueAs: node) ?? -1
    let otherwise = try subschema(.else, reader, sameValueAs: node) ?? -1
    if let test = try subschema(.if, reader, sameValueAs: node) {
      let condition = Condition(test: test, then: then, otherwise: otherwise)
      instructions.append(.condition(builder.add(condition, to: \.conditions)))
    }
  }

  /// The index of the node of a keyword whose value is a schema; nil when the keyword is absent.
  ///
  /// - Parameter node: the node of the schema that has the keyword, if both apply to the same value; else nil.
  mutating func subschema(
    _ keyword: Keyword, _ reader: SchemaReader, sameValueAs node: Int32? = nil
  ) throws(SchemaError) -> Int32? {
    guard let element = reader.element(keyword) else { return nil }
    let child = try self.node(element, in: reader.location, keyword.rawValue)
    if let node { inPlaceEdges[node, default: []].append(child) }
    return child
  }

  /// Compiles the keywords for arrays, except `unevaluatedItems`.
  mutating func compileArrayKeywords(_ reader: SchemaReader, _ instructions: inout [Instruction]) throws(SchemaError) {
    if let count = try reader.count(.minItems) { instructions.append(.minItems(count)) }
    if let count = try reader.count(.maxItems) { instructions.append(.maxItems(count)) }
    if try reader.bool(.uniqueItems) == true { instructions.append(.uniqueItems) }
    if let keywords = try arrayKeywords(reader) { instructions.append(.array(builder.add(keywords, to: \.arrays))) }
    let minimum = try reader.count(.minContains)
    let maximum = try reader.count(.maxContains)
    if let child = try subschema(.contains, reader) {
      let keywords = ContainsKeyword(child: child, minimum: minimum ?? 1, maximum: maximum)
      instructions.append(.contains(builder.add(keywords, to: \.containments)))
    }
  }

  private mutating func arrayKeywords(_ reader: SchemaReader) throws(SchemaError) -> ArrayKeywords? {
    var keywords = ArrayKeywords()
    var prefix = reader.element(.prefixItems) == nil ? nil : try reader.nonEmptyArray(.prefixItems)
    var rest = reader.element(.items)
    if reader.dialect.draft == .draft7 {
      keywords.prefixKeyword = .items
      if let items = rest, items.isArray {
        prefix = Array(items.elements)
        rest = reader.element(.additionalItems)
        keywords.restKeyword = .additionalItems
      } else if let ignored = reader.element(.additionalItems) {
        // Without an array in `items`, `additionalItems` has no effect. It is compiled only to find errors in it.
        _ = try node(ignored, in: reader.location, Keyword.additionalItems.rawValue)
      }
    }
    guard prefix != nil || rest != nil else { return nil }
    var children: [Int32] = []
    for (index, schema) in (prefix ?? []).enumerated() {
      children.append(try node(schema, in: reader.location, keywords.prefixKeyword.rawValue, "\(index)"))
    }
    keywords.prefix = builder.add(all: children, to: \.children)
    if let rest { keywords.rest = try node(rest, in: reader.location, keywords.restKeyword.rawValue) }
    return keywords
  }

  /// Compiles `unevaluatedItems` and `unevaluatedProperties`.
  mutating func compileUnevaluated(_ reader: SchemaReader, _ instructions: inout [Instruction]) throws(SchemaError) {
    if let child = try subschema(.unevaluatedItems, reader) {
      builder.tracksEvaluated = true
      instructions.append(.unevaluatedItems(child))
    }
    if let child = try subschema(.unevaluatedProperties, reader) {
      builder.tracksEvaluated = true
      instructions.append(.unevaluatedProperties(child))
    }
  }
}
