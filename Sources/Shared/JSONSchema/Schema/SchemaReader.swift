import JSON

/// Reads the keywords of one schema, and checks their values against the specification.
///
/// A function that reads a keyword returns nil if ``element(_:)`` does, and throws ``SchemaError`` if the specification
/// does not allow the keyword's value.
struct SchemaReader {
  let location: SchemaLocation
  let dialect: Dialect
  /// The URI of the resource that the schema belongs to.
  let resourceURI: String

  /// The value of a keyword; nil when it is absent, or has no meaning in the dialect.
  func element(_ keyword: Keyword) -> JSONElement? {
    // Most keywords are absent, and a look-up takes less time than `knows`, so it comes first.
    guard let element = location.element[key: keyword.rawValue], dialect.knows(keyword) else { return nil }
    return element
  }

  /// An error about a keyword's value. Its message is the keyword and `text`.
  func error(_ keyword: Keyword, _ text: String) -> SchemaError {
    SchemaError(code: .invalidKeyword, location: absolute(keyword), message: "'\(keyword.rawValue)' \(text)")
  }

  /// The location of a keyword: the URI of the resource with a JSON Pointer as its fragment.
  func absolute(_ keyword: Keyword) -> String {
    "\(resourceURI)#\(location.pointer)/\(JSONPointer.escape(keyword.rawValue))"
  }

  /// The value of a keyword that must be a string.
  func string(_ keyword: Keyword) throws(SchemaError) -> String? {
    guard let element = element(keyword) else { return nil }
    guard let string = element.string else { throw error(keyword, "must be a string") }
    return string
  }

  /// The value of a keyword that must be a boolean.
  func bool(_ keyword: Keyword) throws(SchemaError) -> Bool? {
    guard let element = element(keyword) else { return nil }
    guard let bool = element.bool else { throw error(keyword, "must be true or false") }
    return bool
  }

  /// The value of a keyword that must be a number.
  func number(_ keyword: Keyword) throws(SchemaError) -> ExactDecimal? {
    guard let element = element(keyword) else { return nil }
    guard let number = element.decimal else {
      throw error(keyword, "must be a number, and its exponent must have at most 18 digits")
    }
    return number
  }

  /// The value of a keyword that must be an integer of at least 0. A value that is too large for Int becomes `Int.max`.
  func count(_ keyword: Keyword) throws(SchemaError) -> Int? {
    guard let number = try number(keyword) else { return nil }
    guard number.isInteger, !number.isNegative else { throw error(keyword, "must be a whole number of at least 0") }
    return number.int ?? Int.max
  }

  /// The members of a keyword's value, which must be an object. Of duplicate keys, the last one counts.
  func object(_ keyword: Keyword) throws(SchemaError) -> [(key: String, value: JSONElement)]? {
    guard let element = element(keyword) else { return nil }
    guard element.isObject else { throw error(keyword, "must be an object") }
    let lastMembers = element.lastMembersByKey
    return element.members.filter { lastMembers?.isLast($0.value, ofKey: $0.key) ?? true }
      .map { (key: $0.key.string ?? "", value: $0.value) }
  }

  /// The schemas in a keyword's value, which must be an array with at least one element.
  func nonEmptyArray(_ keyword: Keyword) throws(SchemaError) -> [JSONElement]? {
    guard let element = element(keyword) else { return nil }
    guard element.isArray, element.count > 0 else { throw error(keyword, "must be an array with at least one schema") }
    return Array(element.elements)
  }

  /// The value of a keyword that must be an array of different strings.
  func names(_ keyword: Keyword) throws(SchemaError) -> [String]? {
    guard let element = element(keyword) else { return nil }
    return try names(element, keyword)
  }

  /// The strings in `element`, a keyword's value or a part of it, which must be an array of different strings.
  func names(_ element: JSONElement, _ keyword: Keyword) throws(SchemaError) -> [String] {
    let strings = element.elements.compactMap(\.string)
    guard element.isArray, strings.count == element.count, Set(strings.map(ExactString.init)).count == strings.count
    else {
      throw error(keyword, "must be an array of different strings")
    }
    return strings
  }

  /// The types that `type` names.
  func types() throws(SchemaError) -> TypeSet? {
    guard let element = element(.type) else { return nil }
    let names = element.isString ? [element.string ?? ""] : try names(element, .type)
    guard !names.isEmpty else { throw error(.type, "must name at least one type") }
    var types: TypeSet = []
    for name in names {
      guard let type = TypeSet.names.first(where: { $0.name == name })?.type else {
        throw error(.type, "names the unknown type '\(name)'")
      }
      types.insert(type)
    }
    return types
  }
}
