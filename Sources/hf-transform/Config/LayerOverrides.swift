import JSON

/// What single layers state for themselves: `per_layer_config`, an object of objects by the layer's index, where
/// transformers 5 saves a model whose layers differ.
struct LayerOverrides {
  private var layers: [Int: [Field: JSONElement]] = [:]

  /// Whether no layer states anything.
  var isEmpty: Bool { layers.isEmpty }

  /// Reads the object under `per_layer_config`, forgetting the previous one.
  ///
  /// - Throws: ``ConfigFault`` when it or a layer's part is not an object, or a key is not an index.
  mutating func read(_ value: JSONElement?, _ meanings: KeyMeanings) throws(ConfigFault) {
    if !layers.isEmpty { layers.removeAll(keepingCapacity: true) }
    guard let value, !value.isNull else { return }
    guard value.isObject else { throw .invalid("per_layer_config", value, expected: "an object") }
    for (key, overrides) in value.members {
      guard let layer = key.string.flatMap({ Int($0) }), layer >= 0, overrides.isObject else {
        throw .invalid("per_layer_config", key, expected: "an object for each index of a layer")
      }
      for (name, own) in overrides.members {
        guard case .field(let field, _) = meanings[KeyMeanings.topLevel].value(ofKey: name) else { continue }
        layers[layer, default: [:]][field] = own
      }
    }
  }

  /// What a layer states for a field; nil when it states nothing.
  func value(of field: Field, in layer: Int) -> JSONElement? { layers[layer]?[field] }
}
