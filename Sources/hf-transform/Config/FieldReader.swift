import JSON

/// What fields are read from: a whole config, or one layer of a model, whose separate values have precedence.
///
/// A field that is asked for counts as read, and is not reported as unread.
protocol FieldReader {
  /// A field's value in the config or an override; nil when it is absent, null, computed or a class default.
  func element(_ field: ConfigField) -> JSONElement?

  /// The number of a field for which ``element(_:)`` is nil: a class default, or one computed from a GGUF header; nil
  /// without one.
  func impliedNumber(_ field: ConfigField) -> Int?

  /// A field's number in a list with a number for each layer: that of this layer, or the largest of a whole config. In
  /// a list with a number for text and one for images, that for text. Nil when the list has none for this layer.
  ///
  /// - Throws: ``ConfigError`` when the list has another length than there are layers, or an invalid number.
  func number(in list: JSONElement, of field: ConfigField) throws(ConfigError) -> Int?

  /// A field's value, or an element of it, as an integer.
  ///
  /// - Throws: ``ConfigError`` when it is not an integer in the field's range.
  func integer(_ element: JSONElement, of field: ConfigField) throws(ConfigError) -> Int

  /// What a field's value was read from, for messages: the key, or the keys or tensors of a GGUF file. For an absent
  /// field, the key that is usual.
  func key(of field: ConfigField) -> String

  /// Whether a field has a value, possibly a class default.
  func has(_ field: ConfigField) -> Bool
}

extension FieldReader {
  /// An integer field; nil when it is absent.
  ///
  /// - Throws: ``ConfigError`` when the value is not an integer, or is out of range.
  func int(_ field: ConfigField) throws(ConfigError) -> Int? {
    guard let element = element(field) else { return impliedNumber(field) }
    if element.isArray, FieldAliases.numbersOrLists.contains(field) { return try number(in: element, of: field) }
    return try integer(element, of: field)
  }

  /// An integer field as a count; nil when it is absent.
  ///
  /// - Throws: ``ConfigError``, as ``int(_:)`` does.
  func count(_ field: ConfigField) throws(ConfigError) -> Count? {
    guard let value = try int(field) else { return nil }
    return Count(value)
  }

  /// A size field; 0 when it is absent.
  ///
  /// - Throws: ``ConfigError``, as ``int(_:)`` does.
  func size(_ field: ConfigField) throws(ConfigError) -> Count { try count(field) ?? 0 }

  /// A size field; `fallback` when it is absent.
  ///
  /// - Throws: ``ConfigError``, as ``int(_:)`` does.
  func size(_ field: ConfigField, or fallback: Count) throws(ConfigError) -> Count { try count(field) ?? fallback }

  /// An integer, or the first of a list of integers; nil when it is absent.
  ///
  /// - Throws: ``ConfigError`` when the list is empty, or as ``int(_:)`` does.
  func firstInt(_ field: ConfigField) throws(ConfigError) -> Int? {
    guard let list = element(field), list.isArray else { return try int(field) }
    guard let first = list.elements.first else {
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

  /// A string field; nil when it is absent.
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
