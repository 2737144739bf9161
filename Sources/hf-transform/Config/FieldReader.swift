import JSON

/// What fields can be read from: a whole config, or one layer of a model, whose own values come first.
///
/// Whatever is asked for counts as read.
protocol FieldReader {
  /// A field's value in the config or override, or nil.
  func element(_ field: ConfigField) -> JSONElement?

  /// The number of a field that no member holds: a class default, or what a GGUF header implies; nil without one.
  func impliedNumber(_ field: ConfigField) -> Int?

  /// Of a list with a number for each layer, the layer's own, or the largest.
  ///
  /// - Throws: ``ConfigError`` when the list has another length than there are layers, or holds anything else.
  func number(in list: JSONElement, of field: ConfigField) throws(ConfigError) -> Int?

  /// An element of a field's value as an integer in the field's range.
  ///
  /// - Throws: ``ConfigError``.
  func integer(_ element: JSONElement, of field: ConfigField) throws(ConfigError) -> Int

  /// The key of a field's value, or its first alias.
  func key(of field: ConfigField) -> String

  /// Whether a field has a value, possibly a class default.
  func has(_ field: ConfigField) -> Bool
}

extension FieldReader {
  /// An integer field; nil when it is absent.
  ///
  /// - Throws: ``ConfigError`` when the value is not an integer, or out of range.
  func int(_ field: ConfigField) throws(ConfigError) -> Int? {
    guard let element = element(field) else { return impliedNumber(field) }
    if element.isArray, FieldAliases.perLayer.contains(field) { return try number(in: element, of: field) }
    return try integer(element, of: field)
  }

  /// An integer field as a count; nil when it is absent.
  ///
  /// - Throws: ``ConfigError``.
  func count(_ field: ConfigField) throws(ConfigError) -> Count? {
    guard let value = try int(field) else { return nil }
    return Count(value)
  }

  /// A size field; 0 when it is absent.
  ///
  /// - Throws: ``ConfigError``.
  func size(_ field: ConfigField) throws(ConfigError) -> Count { try count(field) ?? 0 }

  /// A size field, or a number when it is absent.
  ///
  /// - Throws: ``ConfigError``.
  func size(_ field: ConfigField, or fallback: Count) throws(ConfigError) -> Count { try count(field) ?? fallback }

  /// An integer, or the first of a list of integers.
  ///
  /// - Throws: ``ConfigError``.
  func firstInt(_ field: ConfigField) throws(ConfigError) -> Int? {
    guard let list = element(field), list.isArray else { return try int(field) }
    guard let first = list.elements.first(where: { _ in true }) else {
      throw .invalid(key: key(of: field), found: "an empty list", expected: "a number")
    }
    return try integer(first, of: field)
  }

  /// A flag; nil when it is absent.
  ///
  /// - Throws: ``ConfigError`` when the value is not true, false, 0 or 1.
  func flag(_ field: ConfigField) throws(ConfigError) -> Bool? {
    guard let element = element(field) else { return impliedNumber(field).map { $0 != 0 } }
    if let value = element.bool { return value }
    if let number = element.int, number == 0 || number == 1 { return number == 1 }
    throw .invalid(key(of: field), element, expected: "true or false")
  }

  /// A text field; nil when it is absent.
  ///
  /// - Throws: ``ConfigError`` when the value is not a string.
  func text(_ field: ConfigField) throws(ConfigError) -> JSONElement? {
    guard let element = element(field) else { return nil }
    guard element.isString else { throw .invalid(key(of: field), element, expected: "a string") }
    return element
  }

  /// A list; nil when it is absent.
  ///
  /// - Throws: ``ConfigError`` when the value is not a list.
  func list(_ field: ConfigField) throws(ConfigError) -> JSONElement? {
    guard let element = element(field) else { return nil }
    guard element.isArray else { throw .invalid(key(of: field), element, expected: "a list") }
    return element
  }
}
