public import JSON

/// Compiles a schema document into a ``SchemaProgram``, and checks that the schema is valid.
public struct SchemaCompiler {
  var registry: SchemaRegistry
  var builder = SchemaProgramBuilder()
  private var nodes: [SchemaLocation.Identity: Int32] = [:]
  /// By node: the schema that it is compiled from.
  private var queue: [SchemaLocation] = []
  /// By name: the number of a dynamic anchor.
  private var anchorNumbers: [String: Int32] = [:]
  /// By text: the index of a pattern in the program.
  var patternNumbers: [String: Int32] = [:]
  /// What is left of the work and memory that all patterns of the schema may take together.
  var patternAllowance = PatternAllowance()
  /// By node: the nodes that it applies to the same value, to find endless recursion.
  var inPlaceEdges: [Int32: [Int32]] = [:]

  private init(assertsFormat: Bool) {
    registry = SchemaRegistry(assertsFormat: assertsFormat)
  }

  /// Compiles a document.
  ///
  /// - Parameters:
  ///   - document: the schema.
  ///   - assertsFormat: whether `format` is an assertion even if it is an annotation in the draft.
  /// - Throws: ``SchemaError`` when the schema is invalid, has a dialect, reference or pattern that is not supported,
  ///   or refers back to itself for the same value.
  public static func compile(
    _ document: JSONDocument, assertsFormat: Bool = false
  ) throws(SchemaError) -> SchemaProgram {
    var compiler = SchemaCompiler(assertsFormat: assertsFormat)
    let root = try compiler.registry.add(document, uri: URIReference(""))
    _ = compiler.node(root)
    for location in compiler.registry.subschemas(of: root.document) { _ = compiler.node(location) }
    try compiler.compileQueue()
    try compiler.rejectEndlessReferences()
    return SchemaProgram(compiler.builder, documents: compiler.registry.documents)
  }

  /// The index of a schema in the program's nodes. A new schema is compiled later.
  mutating func node(_ location: SchemaLocation) -> Int32 {
    if let known = nodes[location.identity] { return known }
    let node = SchemaNode(types: .all, resource: Int32(truncatingIfNeeded: location.resource), instructions: .empty)
    let index = builder.add(node, to: \.nodes)
    builder.origins.append(registry.origin(location))
    nodes[location.identity] = index
    queue.append(location)
    return index
  }

  /// The index of a subschema in the program's nodes. A subschema in an unknown keyword is added to the registry.
  ///
  /// - Parameters:
  ///   - holder: the schema that has the keyword.
  ///   - tokens: the way from the holder to the subschema.
  mutating func node(_ element: JSONElement, in holder: SchemaLocation, _ tokens: String...) throws(SchemaError)
    -> Int32
  {
    let identity = SchemaLocation.Identity(document: holder.document, tapeIndex: element.tapeIndex)
    if let known = registry.location(identity) { return node(known) }
    var location = holder
    for token in tokens { location = location.child(element, token) }
    let resource = registry.resources[holder.resource]
    return node(try registry.index(location, base: resource.uri, dialect: resource.dialect))
  }

  private mutating func compileQueue() throws(SchemaError) {
    var next = 0
    while next < queue.count {
      let location = queue[next]
      try compile(location, into: Int32(truncatingIfNeeded: next))
      next += 1
      if next == queue.count { try addDynamicAnchors() }
    }
  }

  private mutating func compile(_ location: SchemaLocation, into node: Int32) throws(SchemaError) {
    switch location.element.kind {
    case .true: return
    case .false: builder.nodes[Int(node)].instructions = builder.add(all: [.never], to: \.instructions)
    case .object:
      let resource = registry.resources[location.resource]
      let reader = SchemaReader(location: location, dialect: resource.dialect, resourceURI: resource.uri.description)
      var instructions: [Instruction] = []
      try checkAnnotations(reader)
      if reader.dialect.draft == .draft7, reader.element(.reference) != nil {
        try compileReferences(reader, node, &instructions)
      } else {
        builder.nodes[Int(node)].types = try reader.types() ?? .all
        try compileAssertions(reader, &instructions)
        try compileArrayKeywords(reader, &instructions)
        try compileObjectKeywords(reader, node, &instructions)
        try compileReferences(reader, node, &instructions)
        try compileLogic(reader, node, &instructions)
        // Last, since they depend on what the other keywords have evaluated.
        try compileUnevaluated(reader, &instructions)
      }
      builder.nodes[Int(node)].instructions = builder.add(all: instructions, to: \.instructions)
    default:
      throw registry.error(.invalidKeyword, location, "a schema must be an object or a boolean")
    }
  }

  /// The number of a dynamic anchor's name.
  mutating func number(ofAnchor name: String) -> Int32 {
    if let known = anchorNumbers[name] { return known }
    let number = Int32(truncatingIfNeeded: anchorNumbers.count)
    anchorNumbers[name] = number
    return number
  }

  /// Adds the targets of dynamic references to the program; new schemas are compiled next.
  private mutating func addDynamicAnchors() throws(SchemaError) {
    builder.dynamicAnchors = []
    guard !anchorNumbers.isEmpty else { return }
    for (index, resource) in registry.resources.enumerated() {
      for (name, location) in resource.dynamicAnchors.sorted(by: { $0.key < $1.key }) {
        guard let number = anchorNumbers[name] else { continue }
        builder.dynamicAnchors.append(
          DynamicAnchor(resource: Int32(truncatingIfNeeded: index), anchor: number, node: node(location)))
      }
    }
  }

  /// Rejects a schema that references itself for the same value, since its evaluation would not end.
  private func rejectEndlessReferences() throws(SchemaError) {
    var finished: Set<Int32> = []
    for start in inPlaceEdges.keys.sorted() where !finished.contains(start) {
      var path: [(node: Int32, edge: Int)] = [(start, 0)]
      var onPath: Set<Int32> = [start]
      while let (node, edge) = path.last {
        let edges = inPlaceEdges[node] ?? []
        guard edge < edges.count else {
          finished.insert(node)
          onPath.remove(node)
          path.removeLast()
          continue
        }
        path[path.count - 1].edge += 1
        let target = edges[edge]
        if onPath.contains(target) {
          throw SchemaError(
            code: .endlessReference, location: builder.origins[Int(target)].location,
            message: "the schema refers back to itself without going deeper into the value")
        }
        guard !finished.contains(target) else { continue }
        onPath.insert(target)
        path.append((target, 0))
      }
    }
  }
}
