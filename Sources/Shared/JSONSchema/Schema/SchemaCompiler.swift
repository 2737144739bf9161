public import JSON
import Patterns

/// Compiles a schema document into a ``SchemaProgram``, and checks that the schema is valid.
public struct SchemaCompiler {
  var registry: SchemaRegistry
  var builder = SchemaProgramBuilder()
  /// By schema: the index of its node.
  private var nodes: [SchemaLocation.Identity: Int32] = [:]
  /// By node: the schema that it is compiled from. Schemas are compiled in this order.
  private var queue: [SchemaLocation] = []
  /// By name: the number of a dynamic anchor.
  private var anchorNumbers: [ExactString: Int32] = [:]
  /// By text: the index of a pattern in the program.
  var patternNumbers: [ExactString: Int32] = [:]
  /// What is left of the work and memory that all patterns of the schema may take together.
  var patternAllowance = PatternAllowance()
  /// By node: the nodes that it applies to the same value. A cycle of these is an endless recursion.
  var inPlaceEdges: [Int32: [Int32]] = [:]

  private init(assertsFormat: Bool) {
    registry = SchemaRegistry(assertsFormat: assertsFormat)
  }

  /// Compiles a document.
  ///
  /// - Parameters:
  ///   - document: the schema.
  ///   - assertsFormat: whether `format` is an assertion even if it is an annotation in the dialect.
  /// - Throws: ``SchemaError`` when the schema is invalid, has a dialect, reference or pattern that is not supported,
  ///   or references itself for the same value.
  public static func compile(
    _ document: JSONDocument, assertsFormat: Bool = false
  ) throws(SchemaError) -> SchemaProgram {
    var compiler = SchemaCompiler(assertsFormat: assertsFormat)
    let root = try compiler.registry.add(document, uri: URIReference(""))
    _ = compiler.node(root)
    // Unused definitions are compiled too, so that their errors are found.
    for location in compiler.registry.subschemas(of: root.document) { _ = compiler.node(location) }
    try compiler.compileQueue()
    try compiler.rejectEndlessReferences()
    return SchemaProgram(compiler.builder, documents: compiler.registry.documents)
  }

  /// The index of a schema's node. A schema without a node gets one, and is compiled later.
  mutating func node(_ location: SchemaLocation) -> Int32 {
    if let known = nodes[location.identity] { return known }
    let node = SchemaNode(types: .all, resource: Int32(truncatingIfNeeded: location.resource), instructions: .empty)
    let index = builder.add(node, to: \.nodes)
    builder.origins.append(registry.origin(location))
    nodes[location.identity] = index
    queue.append(location)
    return index
  }

  /// The index of a subschema's node. An array where a schema is expected (`items` in draft 2020-12) is not registered
  /// yet: it is registered here, and rejected when it is compiled.
  ///
  /// - Parameters:
  ///   - holder: the schema that has the keyword.
  ///   - tokens: the tokens of the JSON Pointer from the holder to the subschema.
  /// - Throws: ``SchemaError`` when the subschema cannot be registered.
  mutating func node(_ element: JSONElement, in holder: SchemaLocation, _ tokens: String...) throws(SchemaError)
    -> Int32
  {
    let identity = SchemaLocation.Identity(document: holder.document, tapePosition: element.tapePosition)
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
      try checkKeywordsWithoutInstruction(reader)
      if reader.dialect.draft == .draft7, reader.element(.reference) != nil {
        try compileReferences(reader, node, &instructions)
      } else {
        builder.nodes[Int(node)].types = try reader.types() ?? .all
        try compileAssertions(reader, &instructions)
        try compileArrayKeywords(reader, &instructions)
        try compileObjectKeywords(reader, node, &instructions)
        try compileReferences(reader, node, &instructions)
        try compileLogic(reader, node, &instructions)
        // Last, because these keywords depend on what the others have evaluated.
        try compileUnevaluated(reader, &instructions)
      }
      builder.nodes[Int(node)].instructions = builder.add(all: instructions, to: \.instructions)
    default:
      throw registry.error(.invalidKeyword, location, "a schema must be an object or a boolean")
    }
  }

  /// The number of a dynamic anchor's name. A new name gets the next number.
  mutating func number(ofAnchor name: String) -> Int32 {
    if let known = anchorNumbers[ExactString(name)] { return known }
    let number = Int32(truncatingIfNeeded: anchorNumbers.count)
    anchorNumbers[ExactString(name)] = number
    return number
  }

  /// Makes the program's table of dynamic anchors: the schemas, in all resources, whose names a `$dynamicRef` uses.
  /// Those without a node are compiled next.
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

  /// Rejects a schema that references itself for the same value, because its evaluation would not end. A loop through a
  /// dynamic reference is not found here: the evaluator's limits end it.
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
            message: "the schema references itself for the same value, so checking a value would not end")
        }
        guard !finished.contains(target) else { continue }
        onPath.insert(target)
        path.append((target, 0))
      }
    }
  }
}
