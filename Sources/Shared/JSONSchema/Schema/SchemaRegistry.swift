import JSON

/// The location of a schema or subschema.
struct SchemaLocation {
  /// The index of its document in the registry.
  let document: Int
  /// The schema.
  let element: JSONElement
  /// The index of its resource in the registry; -1 for the root of a document that is being added.
  let resource: Int
  /// The path from the resource's root; nil for the root itself.
  let path: PointerPath?

  /// The JSON Pointer from the resource's root.
  var pointer: String { path?.text ?? "" }

  /// The identity of a location.
  struct Identity: Hashable {
    let document: Int
    let tapeIndex: Int
  }

  var identity: Identity { Identity(document: document, tapeIndex: element.tapeIndex) }

  /// The location of a part of it, in the same resource. ``SchemaRegistry/index(_:base:dialect:)`` gives a part with an
  /// `$id` a resource.
  func child(_ element: JSONElement, _ token: String) -> SchemaLocation {
    SchemaLocation(
      document: document, element: element, resource: resource, path: PointerPath(path, token))
  }
}

/// A schema with a URI: a document, or a part of one with an `$id`.
struct SchemaResource {
  let uri: URIReference
  /// The URI as a text.
  let name: String
  let dialect: Dialect
  let root: SchemaLocation
  var anchors: [String: SchemaLocation] = [:]
  var dynamicAnchors: [String: SchemaLocation] = [:]
}

/// All schemas that can be referenced: those of the given document, and the meta-schemas of the specification, which
/// are added on reference. Nothing is ever fetched.
struct SchemaRegistry {
  /// The documents, which the locations are views of.
  private(set) var documents: [JSONDocument] = []
  private(set) var resources: [SchemaResource] = []
  private var resourceByURI: [String: Int] = [:]
  private var locations: [SchemaLocation.Identity: SchemaLocation] = [:]
  /// The parts of large values by name. A reference into a large value builds the table, so that later references do
  /// not search.
  private var partsOfLarge: [SchemaLocation.Identity: [String: JSONElement]] = [:]
  /// The dialects of meta-schemas that are part of a document, by the document's index and their URI: `0 URI`.
  var customDialects: [String: Dialect] = [:]
  /// Whether every dialect asserts `format`.
  let assertsFormat: Bool

  /// The maximum length of an identifier, in bytes. A relative `$id` is resolved against the enclosing one, so nested
  /// identifiers could grow without limit.
  private static let maximumIdentifierBytes = 500
  /// A value with more bytes than this is large.
  private static let largeLength = 1 << 12

  /// Makes a registry.
  init(assertsFormat: Bool) { self.assertsFormat = assertsFormat }

  /// All known subschemas of a document, in document order.
  func subschemas(of document: Int) -> [SchemaLocation] {
    locations.values.filter { $0.document == document }.sorted { $0.element.tapeIndex < $1.element.tapeIndex }
  }

  /// The registered location of a value; nil when it is not registered.
  func location(_ identity: SchemaLocation.Identity) -> SchemaLocation? { locations[identity] }

  /// Adds a document with all the resources in it.
  ///
  /// - Throws: ``SchemaError`` when an `$id` has a fragment (draft 2020-12) or is too long, an `$id` or anchor is a
  ///   duplicate, or `$schema` is not a string or names an unknown dialect.
  mutating func add(_ document: JSONDocument, uri: URIReference) throws(SchemaError) -> SchemaLocation {
    documents.append(document)
    let root = SchemaLocation(document: documents.count - 1, element: document.unsafeRoot, resource: -1, path: nil)
    let dialect = try dialect(of: root, inherited: nil)
    return try index(root, base: uri, dialect: dialect)
  }

  /// Registers a schema and its subschemas.
  ///
  /// - Returns: the location, in the schema's own resource if it has one.
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

  /// Adds a resource for the root of a document and for each schema with an `$id`; other schemas belong to the
  /// enclosing resource. An `$id` that is only a fragment is an anchor (draft 7).
  private mutating func enterResource(
    _ location: SchemaLocation, base: URIReference, dialect: Dialect
  ) throws(SchemaError) -> SchemaLocation {
    let inherits = location.resource >= 0
    let own = try self.dialect(of: location, inherited: inherits ? dialect : nil)
    let isHiddenByReference = own.draft == .draft7 && location.element["$ref"] != nil
    guard let text = location.element["$id"]?.string, !isHiddenByReference else {
      return inherits ? location : location.in(try addResource(base, own, location))
    }
    let reference = URIReference(text)
    let uri = base.resolving(reference)
    let fragment = uri.fragment ?? ""
    if own.draft == .draft2020, !fragment.isEmpty {
      throw error(
        .invalidKeyword, location, "'$id' must not have a fragment (is '\(text)')", hint: "name a place with '$anchor'")
    }
    let isAnchorOnly = inherits && text.hasPrefix("#")
    let resource = isAnchorOnly ? location.resource : try addResource(uri.withoutFragment, own, location)
    let placed = location.in(resource, isRoot: !isAnchorOnly)
    if !fragment.isEmpty { resources[resource].anchors[fragment] = placed }
    return placed
  }

  private mutating func addResource(
    _ uri: URIReference, _ dialect: Dialect, _ location: SchemaLocation
  ) throws(SchemaError) -> Int {
    let name = uri.withoutFragment.description
    guard name.utf8.count <= SchemaRegistry.maximumIdentifierBytes else {
      throw error(
        .invalidKeyword, location,
        "an identifier has \(name.utf8.count) bytes, expected at most \(SchemaRegistry.maximumIdentifierBytes)",
        hint: "give the schema a shorter '$id'")
    }
    guard resourceByURI[name] == nil else {
      throw error(
        .duplicateIdentifier, location, "two schemas have the identifier '\(name)'",
        hint: "give each its own '$id'")
    }
    let resource = resources.count
    resourceByURI[name] = resource
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
    if let known = resources[location.resource].anchors[name], known.identity != location.identity {
      throw error(
        .duplicateIdentifier, location, "two schemas have the anchor '\(name)'", hint: "give each its own name")
    }
    resources[location.resource].anchors[name] = location
    if isDynamic { resources[location.resource].dynamicAnchors[name] = location }
  }

  /// The part of a schema that a token of a JSON Pointer names; nil if it does not exist.
  mutating func part(of location: SchemaLocation, _ token: String) -> JSONElement? {
    let element = location.element
    guard element.source.count > SchemaRegistry.largeLength else { return JSONPointer.child(of: element, token: token) }
    if let known = partsOfLarge[location.identity] { return known[token] }
    var parts: [String: JSONElement] = [:]
    if element.isObject {
      for (key, value) in element.members { parts[key.string ?? ""] = value }
    } else if element.isArray {
      for (index, value) in element.elements.enumerated() { parts["\(index)"] = value }
    }
    partsOfLarge[location.identity] = parts
    return parts[token]
  }

  /// An error at a location.
  func error(_ code: SchemaError.Code, _ location: SchemaLocation, _ message: String, hint: String? = nil)
    -> SchemaError
  {
    SchemaError(code: code, location: absolute(location), message: message, hint: hint)
  }

  /// A location's URI with its pointer as the fragment.
  func absolute(_ location: SchemaLocation) -> String { origin(location).location }

  /// Where a location is.
  func origin(_ location: SchemaLocation) -> NodeOrigin {
    let uri = resources.indices.contains(location.resource) ? resources[location.resource].name : ""
    return NodeOrigin(resource: uri, path: location.path)
  }

  /// The index of the resource with this URI; nil if no resource has it. A bundled meta-schema is added when it is
  /// first needed.
  mutating func resource(_ uri: URIReference) throws(SchemaError) -> Int? {
    let name = uri.withoutFragment.description
    if let known = resourceByURI[name] { return known }
    guard let text = MetaSchemas.texts[name], let document = try? JSONDocument(text) else { return nil }
    return try add(document, uri: uri.withoutFragment).resource
  }
}

extension SchemaLocation {
  fileprivate func `in`(_ resource: Int, isRoot: Bool = false) -> SchemaLocation {
    SchemaLocation(document: document, element: element, resource: resource, path: isRoot ? nil : path)
  }
}
