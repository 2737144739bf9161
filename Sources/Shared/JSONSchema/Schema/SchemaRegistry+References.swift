import JSON

extension SchemaRegistry {
  /// The location of the schema that a reference leads to. Nothing is fetched.
  ///
  /// - Parameter origin: the schema that has the reference.
  /// - Throws: ``SchemaError`` when the reference leads to nothing, or to a schema that cannot be registered.
  mutating func resolve(_ text: String, from origin: SchemaLocation) throws(SchemaError) -> SchemaLocation {
    let uri = resources[origin.resource].uri.resolving(URIReference(text))
    guard let resource = try resource(uri) else {
      throw error(
        .unresolvedReference, origin,
        "reference '\(text)' leads to '\(uri.withoutFragment)', which is not in this document",
        hint: "references are never fetched: put that schema into '$defs' (or 'definitions') with its '$id'")
    }
    let root = resources[resource].root
    guard let fragment = uri.fragment, !fragment.isEmpty else { return root }
    guard let decoded = percentDecoded(fragment) else {
      throw error(.unresolvedReference, origin, "reference '\(text)' has a malformed fragment")
    }
    if let tokens = JSONPointer.tokens(decoded) {
      return try follow(tokens, from: root, reference: text, origin: origin)
    }
    guard let location = resources[resource].anchors[ExactString(decoded)] else {
      throw error(.unresolvedReference, origin, "reference '\(text)' names an anchor that does not exist")
    }
    return location
  }

  private mutating func follow(
    _ tokens: [String], from root: SchemaLocation, reference: String, origin: SchemaLocation
  ) throws(SchemaError) -> SchemaLocation {
    var current = root
    for token in tokens {
      guard let element = part(of: current, token) else {
        throw error(.unresolvedReference, origin, "reference '\(reference)' points to a value that does not exist")
      }
      let child = current.child(element, token)
      current = location(child.identity) ?? child
    }
    if location(current.identity) != nil { return current }
    // A reference makes its target a schema, even in a keyword that has no subschemas.
    let resource = resources[current.resource]
    return try index(current, base: resource.uri, dialect: resource.dialect)
  }

  /// The dialect of a schema: the one that its `$schema` names, else that of the enclosing schema, else draft 2020-12.
  ///
  /// - Parameter inherited: the dialect of the enclosing schema; nil at the root of a document.
  /// - Throws: ``SchemaError`` when `$schema` is not a string or names a dialect or vocabulary that is not supported.
  mutating func dialect(of location: SchemaLocation, inherited: Dialect?) throws(SchemaError) -> Dialect {
    var fallback = inherited ?? .standard(.draft2020)
    if inherited == nil { fallback.assertsFormat = assertsFormat }
    guard let declared = location.element["$schema"] else { return fallback }
    guard let text = declared.string else { throw error(.invalidKeyword, location, "'$schema' must be a string") }
    let uri = URIReference(text).withoutFragment.description
    var dialect: Dialect
    switch uri {
    case Dialect.draft7URI: dialect = .standard(.draft7)
    case Dialect.draft2020URI: dialect = .standard(.draft2020)
    default: dialect = try customDialect(uri, declaredBy: location)
    }
    if assertsFormat { dialect.assertsFormat = true }
    return dialect
  }

  /// The dialect of a meta-schema that is part of the same document.
  private mutating func customDialect(_ uri: String, declaredBy location: SchemaLocation) throws(SchemaError) -> Dialect
  {
    let name = ExactString("\(location.document) \(uri)")
    if let known = customDialects[name] { return known }
    let dialect = try embeddedDialect(uri, declaredBy: location)
    customDialects[name] = dialect
    return dialect
  }

  private func embeddedDialect(_ uri: String, declaredBy location: SchemaLocation) throws(SchemaError) -> Dialect {
    guard let metaSchema = embeddedSchema(uri, in: location.document) else {
      throw error(
        .unknownDialect, location, "unknown dialect '\(uri)' in '$schema'",
        hint: "write '\(Dialect.draft2020URI)' or '\(Dialect.draft7URI)#'")
    }
    var dialect = Dialect.standard(.draft2020)
    guard let declared = metaSchema["$vocabulary"], declared.isObject else { return dialect }
    dialect.vocabularies = []
    for (key, isRequired) in declared.members {
      let name = key.string ?? ""
      if let vocabulary = Vocabulary(rawValue: name) {
        dialect.vocabularies.insert(vocabulary)
        if vocabulary == .formatAssertion { dialect.assertsFormat = true }
      } else if isRequired.bool == true {
        throw error(
          .unknownDialect, location, "unknown vocabulary '\(name)'",
          hint: "if it is optional, give it the value false in '$vocabulary'")
      }
    }
    return dialect
  }

  /// The schema with this `$id` among the definitions at a document's root; nil when no definition has it.
  private func embeddedSchema(_ uri: String, in document: Int) -> JSONElement? {
    let root = documents[document].unsafeRoot
    for holder in [root["$defs"], root["definitions"]] {
      guard let holder else { continue }
      for (_, schema) in holder.members {
        if let id = schema["$id"]?.string, ExactString(id) == ExactString(uri) { return schema }
      }
    }
    return nil
  }
}
