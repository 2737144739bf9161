import JSON

/// The location of a schema, or of another value in a schema document.
struct SchemaLocation {
  /// The index of its document in the registry.
  let document: Int
  /// The schema or value.
  let element: JSONElement
  /// The index of its resource in the registry; -1 for the root of a document that is being added.
  let resource: Int
  /// The path from the resource's root; nil for the root itself.
  let path: PointerPath?

  /// The JSON Pointer from the resource's root.
  var pointer: String { path?.text ?? "" }

  /// Identifies a value.
  struct Identity: Hashable {
    /// The index of the document in the registry.
    let document: Int
    /// See `JSONElement.tapePosition`.
    let tapePosition: Int
  }

  var identity: Identity { Identity(document: document, tapePosition: element.tapePosition) }

  /// The location of a part of the value, in the same resource. If the part has an `$id`,
  /// ``SchemaRegistry/index(_:base:dialect:)`` replaces the resource.
  func child(_ element: JSONElement, _ token: String) -> SchemaLocation {
    SchemaLocation(
      document: document, element: element, resource: resource, path: PointerPath(path, token))
  }
}

/// A schema with a URI: the root of a document, or a subschema with an `$id`.
struct SchemaResource {
  let uri: URIReference
  /// The URI as a text.
  let name: String
  let dialect: Dialect
  let root: SchemaLocation
  /// By name: the schema with this `$anchor` or `$dynamicAnchor`, or in draft 7 with an `$id` that ends in `#name`.
  var anchors: [ExactString: SchemaLocation] = [:]
  /// By name: the schema with this `$dynamicAnchor`.
  var dynamicAnchors: [ExactString: SchemaLocation] = [:]
}

/// All schemas that can be referenced: those of the given document, and the meta-schemas of the specification. A
/// meta-schema is added at the first reference to it. Nothing is fetched.
struct SchemaRegistry {
  /// The documents. Each ``SchemaLocation/element`` is a view of one of them.
  private(set) var documents: [JSONDocument] = []
  private(set) var resources: [SchemaResource] = []
  private var resourceByURI: [ExactString: Int] = [:]
  private var locations: [SchemaLocation.Identity: SchemaLocation] = [:]
  /// By value of more than ``largeLength`` bytes: its members by key, or its elements by index. The first reference
  /// into the value makes this table, so that later references do not search the value.
  private var partsOfLarge: [SchemaLocation.Identity: [ExactString: JSONElement]] = [:]
  /// The dialects that meta-schemas inside a document define. A key is the document's index and the meta-schema's URI,
  /// such as `0 https://example.com/meta`.
  var customDialects: [ExactString: Dialect] = [:]
  /// Whether `format` is an assertion in every dialect that knows it.
  let assertsFormat: Bool

  /// The maximum length of a resource's URI, in bytes. A relative `$id` is resolved against the enclosing URI, so
  /// without a limit the URIs of nested resources could get longer at each level.
  private static let maximumIdentifierBytes = 500
  /// The size of a value, in bytes of its text, above which ``partsOfLarge`` has a table of its parts.
  private static let largeLength = 1 << 12

  /// Makes an empty registry.
  init(assertsFormat: Bool) { self.assertsFormat = assertsFormat }

  /// The registered schemas of a document, in the order of its text. The root is one of them.
  func subschemas(of document: Int) -> [SchemaLocation] {
    locations.values.filter { $0.document == document }.sorted { $0.element.tapePosition < $1.element.tapePosition }
  }

  /// The location of a registered schema; nil when the value is not registered.
  func location(_ identity: SchemaLocation.Identity) -> SchemaLocation? { locations[identity] }

  /// Adds a document with all schemas in it.
  ///
  /// - Parameter uri: the URI of the document, against which an `$id` at its root is resolved.
  /// - Returns: the location of its root.
  /// - Throws: ``SchemaError`` when an `$id` has a fragment (draft 2020-12), a URI is too long, two schemas have the
  ///   same URI or anchor, or `$schema` is not a string or names a dialect or vocabulary that is not supported.
  mutating func add(_ document: JSONDocument, uri: URIReference) throws(SchemaError) -> SchemaLocation {
    documents.append(document)
    let root = SchemaLocation(document: documents.count - 1, element: document.unsafeRoot, resource: -1, path: nil)
    let dialect = try dialect(of: root, inherited: nil)
    return try index(root, base: uri, dialect: dialect)
  }

  /// Registers a schema and its subschemas.
  ///
  /// - Parameters:
  ///   - base: the URI against which an `$id` of the schema is resolved.
  ///   - dialect: the dialect of the enclosing schema, or of the root of a document.
  /// - Returns: the location of the schema, in the resource to which it belongs.
  /// - Throws: ``SchemaError``, as ``add(_:uri:)``.
  @discardableResult
  mutating func index(
    _ location: SchemaLocation, base: URIReference, dialect: Dialect
  ) throws(SchemaError) -> SchemaLocation {
    guard location.element.isObject else {
      let resource = location.resource < 0 ? try addResource(base, dialect, location) : location.resource
      let placed = location.in(resource)
      locations[placed.identity] = placed
      return placed
    }
    let placed = try enterResource(location, base: base, dialect: dialect)
    locations[placed.identity] = placed
    try registerAnchors(of: placed)
    let resource = resources[placed.resource]
    for (key, value) in placed.element.members {
      guard let name = key.string, let keyword = Keyword(rawValue: name), resource.dialect.knows(keyword),
        let container = KeywordDefinition.table[keyword]?.container
      else { continue }
      // In draft 7, keywords beside `$ref` are ignored; but references can lead into `definitions`.
      if resource.dialect.draft == .draft7, placed.element["$ref"] != nil, keyword != .definitions { continue }
      try indexSubschemas(placed.child(value, name), in: container, of: resource)
    }
    return placed
  }

  private mutating func indexSubschemas(
    _ holder: SchemaLocation, in container: SubschemaContainer, of resource: SchemaResource
  ) throws(SchemaError) {
    let value = holder.element
    switch container {
    case .none: return
    case .schema: try index(holder, base: resource.uri, dialect: resource.dialect)
    case .schemaOrArray where !value.isArray: try index(holder, base: resource.uri, dialect: resource.dialect)
    case .array, .schemaOrArray:
      for (index, element) in value.elements.enumerated() {
        try self.index(holder.child(element, "\(index)"), base: resource.uri, dialect: resource.dialect)
      }
    case .map, .mapOfSchemasOrNames:
      for (key, member) in value.members where container == .map || !member.isArray {
        try index(holder.child(member, key.string ?? ""), base: resource.uri, dialect: resource.dialect)
      }
    }
  }

  /// Adds a resource if the schema is the root of a document or has an `$id`. Another schema belongs to the enclosing
  /// resource. An `$id` that is only a fragment is an anchor (draft 7), and adds no resource below the root.
  ///
  /// - Returns: the location in its resource.
  private mutating func enterResource(
    _ location: SchemaLocation, base: URIReference, dialect: Dialect
  ) throws(SchemaError) -> SchemaLocation {
    let inherits = location.resource >= 0
    let own = try self.dialect(of: location, inherited: inherits ? dialect : nil)
    // In draft 7, an `$id` beside `$ref` is ignored.
    let ignoresID = own.draft == .draft7 && location.element["$ref"] != nil
    guard let text = location.element["$id"]?.string, !ignoresID else {
      return inherits ? location : location.in(try addResource(base, own, location))
    }
    let reference = URIReference(text)
    let uri = base.resolving(reference)
    let fragment = uri.fragment ?? ""
    if own.draft == .draft2020, !fragment.isEmpty {
      throw error(
        .invalidKeyword, location, "'$id' must not have a fragment (is '\(text)')",
        hint: "name the schema with '$anchor' instead")
    }
    let isAnchorOnly = inherits && text.utf8.first == UInt8(ascii: "#")
    let resource = isAnchorOnly ? location.resource : try addResource(uri.withoutFragment, own, location)
    let placed = location.in(resource, isRoot: !isAnchorOnly)
    if !fragment.isEmpty { resources[resource].anchors[ExactString(fragment)] = placed }
    return placed
  }

  private mutating func addResource(
    _ uri: URIReference, _ dialect: Dialect, _ location: SchemaLocation
  ) throws(SchemaError) -> Int {
    let name = uri.withoutFragment.description
    guard name.utf8.count <= SchemaRegistry.maximumIdentifierBytes else {
      throw error(
        .invalidKeyword, location,
        "the schema's URI has \(name.utf8.count) bytes, expected at most \(SchemaRegistry.maximumIdentifierBytes)",
        hint: "shorten its '$id', or those of the schemas around it")
    }
    guard resourceByURI[ExactString(name)] == nil else {
      throw error(
        .duplicateIdentifier, location, "two schemas have the URI '\(name)'",
        hint: "give each its own '$id'")
    }
    let resource = resources.count
    resourceByURI[ExactString(name)] = resource
    resources.append(
      SchemaResource(
        uri: uri.withoutFragment, name: name, dialect: dialect, root: location.in(resource, isRoot: true)))
    return resource
  }

  private mutating func registerAnchors(of location: SchemaLocation) throws(SchemaError) {
    guard resources[location.resource].dialect.draft == .draft2020 else { return }
    if let name = location.element["$anchor"]?.string { try register(name, location, isDynamic: false) }
    if let name = location.element["$dynamicAnchor"]?.string { try register(name, location, isDynamic: true) }
  }

  private mutating func register(_ name: String, _ location: SchemaLocation, isDynamic: Bool) throws(SchemaError) {
    let key = ExactString(name)
    if let known = resources[location.resource].anchors[key], known.identity != location.identity {
      throw error(
        .duplicateIdentifier, location, "two schemas have the anchor '\(name)'", hint: "give each its own name")
    }
    resources[location.resource].anchors[key] = location
    if isDynamic { resources[location.resource].dynamicAnchors[key] = location }
  }

  /// The part of a value that a token of a JSON Pointer names; nil when it does not exist.
  mutating func part(of location: SchemaLocation, _ token: String) -> JSONElement? {
    let element = location.element
    guard element.source.count > SchemaRegistry.largeLength else { return JSONPointer.child(of: element, token: token) }
    if let known = partsOfLarge[location.identity] { return known[ExactString(token)] }
    var parts: [ExactString: JSONElement] = [:]
    if element.isObject {
      for (key, value) in element.members { parts[ExactString(key.string ?? "")] = value }
    } else if element.isArray {
      for (index, value) in element.elements.enumerated() { parts[ExactString("\(index)")] = value }
    }
    partsOfLarge[location.identity] = parts
    return parts[ExactString(token)]
  }

  /// An error at a location.
  func error(_ code: SchemaError.Code, _ location: SchemaLocation, _ message: String, hint: String? = nil)
    -> SchemaError
  {
    SchemaError(code: code, location: absolute(location), message: message, hint: hint)
  }

  /// The URI of a location's resource with the location's JSON Pointer as its fragment.
  func absolute(_ location: SchemaLocation) -> String { origin(location).location }

  /// The resource and the path of a location. The URI is empty for a document that is being added.
  func origin(_ location: SchemaLocation) -> NodeOrigin {
    let uri = resources.indices.contains(location.resource) ? resources[location.resource].name : ""
    return NodeOrigin(resource: uri, path: location.path)
  }

  /// The index of the resource with this URI, whatever its fragment; nil if no resource has it. A meta-schema of the
  /// specification is added when it is first needed.
  ///
  /// - Throws: ``SchemaError``, as ``add(_:uri:)``.
  mutating func resource(_ uri: URIReference) throws(SchemaError) -> Int? {
    let name = uri.withoutFragment.description
    if let known = resourceByURI[ExactString(name)] { return known }
    guard let text = MetaSchemas.texts[ExactString(name)], let document = try? JSONDocument(text) else { return nil }
    return try add(document, uri: uri.withoutFragment).resource
  }
}

extension SchemaLocation {
  fileprivate func `in`(_ resource: Int, isRoot: Bool = false) -> SchemaLocation {
    SchemaLocation(document: document, element: element, resource: resource, path: isRoot ? nil : path)
  }
}
