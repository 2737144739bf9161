import JSON
import ModelSpec

/// Reads the number of weights that share a scale from the configs of all methods.
enum GroupSize {
  private static let blockSizeKey = JSONKey("weight_block_size")
  private static let structureKey = JSONKey("block_structure")

  /// How many consecutive weights of a row share a scale; nil when the config does not state it.
  static func stated(in config: JSONElement) -> Int? {
    let group = firstGroup(of: config)
    let torchAO = TorchAO.weights(config)
    let objects = [
      config, group, config[QuantizationKeys.hqqConfig]?[QuantizationKeys.hqqWeights], torchAO,
      torchAO.flatMap(TorchAO.granularity)?["_data"],
    ]
    for case let object? in objects {
      for key in [QuantizationKeys.groupSize, QuantizationKeys.awqGroupSize] {
        if let size = object[key].flatMap(plausible) { return size }
      }
    }
    return nil
  }

  /// The value as a whole number, if it is from 2 to 2^20; else nil, since it cannot be the size of a group.
  static func plausible(_ value: JSONElement) -> Int? { value.int.flatMap { (2...1 << 20).contains($0) ? $0 : nil } }

  /// How many weights a two-dimensional block with one scale has; nil when the config does not state its sides.
  static func ofBlock(in config: JSONElement) -> Int? {
    product(config[blockSizeKey]) ?? product(firstGroup(of: config)?[structureKey])
  }

  /// The object `weights` in the first of compressed-tensors' `config_groups`; nil without groups.
  private static func firstGroup(of config: JSONElement) -> JSONElement? {
    config[QuantizationKeys.groups]?.members.first?.value[QuantizationKeys.weights]
  }

  private static func product(_ list: JSONElement?) -> Int? {
    guard let list, list.isArray, list.count > 0 else { return nil }
    var product: Count = 1
    for element in list.elements {
      guard let side = element.int, side > 0 else { return nil }
      product = product * Count(side)
    }
    return (2...1 << 24).contains(product.value) ? product.value : nil
  }
}
