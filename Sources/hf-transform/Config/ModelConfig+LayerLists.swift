import JSON

extension ModelConfig {
  /// A list with an item for each layer (and perhaps more, for layers that the model does not have); nil when it is
  /// absent.
  ///
  /// - Throws: ``ConfigError`` when the value is not a list, or is too short.
  func layerList(_ field: ConfigField, layers: Int) throws(ConfigError) -> JSONElement? {
    guard let list = try list(field) else { return nil }
    if list.count < layers {
      let expected = "one item for each of the \(layers) layers"
      throw .invalid(key: key(of: field), found: "a list of \(list.count)", expected: expected)
    }
    return list
  }

  /// A list with one of the given names for each layer; nil when it is absent.
  ///
  /// - Throws: ``ConfigError`` when the value is not a list, is too short, or has anything else for a layer.
  func layerNames(_ field: ConfigField, layers: Int, among names: [StaticString]) throws(ConfigError) -> JSONElement? {
    guard let list = try layerList(field, layers: layers) else { return nil }
    for element in list.elements.prefix(layers) where !names.contains(where: { element.equals($0) }) {
      let expected = names.map { "'\($0)'" }.joined(separator: " or ")
      throw .invalid(key(of: field), element, expected: "\(expected) for each layer")
    }
    return list
  }

  /// The numbers of a list with one for each layer; nil when it is absent.
  ///
  /// - Parameter numbers: the allowed range.
  /// - Throws: ``ConfigError`` when the value is not a list, is too short, or has anything else for a layer.
  func layerNumbers(_ field: ConfigField, layers: Int, in numbers: ClosedRange<Int>) throws(ConfigError) -> [Int]? {
    guard let list = try layerList(field, layers: layers) else { return nil }
    var found: [Int] = []
    found.reserveCapacity(max(layers, 0))
    for element in list.elements.prefix(layers) {
      guard let number = element.int, numbers.contains(number) else {
        let expected = "a list of whole numbers from \(numbers.lowerBound) to \(numbers.upperBound)"
        throw .invalid(key(of: field), element, expected: expected)
      }
      found.append(number)
    }
    return found
  }
}
