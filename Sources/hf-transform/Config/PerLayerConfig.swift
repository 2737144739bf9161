import JSON

/// The sizes of single layers in `per_layer_config`: an object of objects by the layer's index, which transformers 5
/// writes for a model whose layers differ.
struct PerLayerConfig {
  private struct Size {
    let value: JSONElement
    /// The position of its key among the aliases of the field.
    let rank: UInt8
  }

  private var layers: [Int: [ConfigField: Size]] = [:]

  /// Whether there are no sizes of single layers.
  var isEmpty: Bool { layers.isEmpty }

  /// Removes all sizes.
  mutating func clear() {
    if !layers.isEmpty { layers.removeAll(keepingCapacity: true) }
  }

  /// Adds the sizes in the value of `per_layer_config`. Of two aliases of a field, the first one in ``FieldAliases``
  /// counts.
  ///
  /// - Parameter key: the key of the value, for messages.
  /// - Throws: ``ConfigError`` when the value or one of its members is not an object, or a key is not a layer's index.
  mutating func read(_ value: JSONElement, of key: String, _ meanings: KeyMeanings) throws(ConfigError) {
    guard value.isObject else { throw .invalid(key, value, expected: "an object") }
    for (index, overrides) in value.members {
      guard let layer = index.string.flatMap({ Int($0) }), layer >= 0, overrides.isObject else {
        throw .invalid(key, index, expected: "an object for each index of a layer")
      }
      for (name, own) in overrides.members {
        guard case .field(let field, let rank) = meanings[KeyMeanings.topLevel].value(ofKey: name) else { continue }
        if let other = layers[layer]?[field], other.rank < rank { continue }
        layers[layer, default: [:]][field] = Size(value: own, rank: rank)
      }
    }
  }

  /// The value of a field for a layer; nil when the layer has no separate value.
  func value(of field: ConfigField, in layer: Int) -> JSONElement? { layers[layer]?[field]?.value }
}
