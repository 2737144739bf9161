import JSON

/// Reads torchao's `quant_type`: the name of a type, or `{"default": {"_type": "Int4WeightOnlyConfig", "_data": {…}}}`.
enum TorchAO {
  /// The settings of the default type, which applies to modules without a separate type: its `_data`, or
  /// `quant_type_kwargs` if the type is only a name; nil when the config has neither.
  static func weights(_ config: JSONElement) -> JSONElement? {
    defaultType(config).map { $0["_data"] } ?? config["quant_type_kwargs"]
  }

  /// Whether the default type stores one byte per weight, even for weights of fewer bits.
  static func storesBytes(_ config: JSONElement) -> Bool { defaultType(config).map(isStoredInBytes) ?? false }

  /// The bits that a type stores for each weight; nil when they are unknown.
  static func storedBits(of type: JSONElement) -> Double? {
    isStoredInBytes(type) ? 8 : QuantizationBits.ofType(type)
  }

  /// The default group sizes of types, by the end of the type's name. Source: torchao's `quant_api.py`.
  private static let usualGroupSizes: [(ending: String, size: Int)] = [
    ("DynamicActivationIntxWeightConfig", 32), ("DynamicActivationInt4WeightConfig", 32), ("Int4WeightOnlyConfig", 128),
  ]

  /// The smallest group size of the default type and of the types of single modules; nil when each row has one scale,
  /// or when the sizes are unknown.
  static func smallestGroupSize(_ config: JSONElement) -> Int? {
    let types = [defaultType(config)].compactMap { $0 } + (modules(config)?.members.map(\.value) ?? [])
    return types.compactMap(groupSize).min()
  }

  /// The group size that a type states, else its default; nil when each row has one scale, or when it is unknown.
  private static func groupSize(of type: JSONElement) -> Int? {
    let granularity = type["_data"].flatMap(granularity)
    let stated = [type["_data"], granularity?["_data"]].compactMap { $0?[QuantizationKeys.groupSize]?.int }.first
    if let stated { return stated > 1 ? stated : nil }
    guard granularity == nil, let name = type["_type"]?.string else { return nil }
    return usualGroupSizes.first { name.hasSuffix($0.ending) }?.size
  }

  /// The granularity of the weights' scales that the data of a type states; nil when it states none. Types that
  /// quantize activations too have it under `weight_granularity`, the others under `granularity`.
  static func granularity(_ data: JSONElement) -> JSONElement? { data["weight_granularity"] ?? data["granularity"] }

  /// Whether a type stores one byte per weight: its name ends in `IntxWeightConfig` or `IntxWeightOnlyConfig`.
  private static func isStoredInBytes(_ type: JSONElement) -> Bool {
    guard let name = type["_type"]?.string else { return false }
    return name.hasSuffix("IntxWeightConfig") || name.hasSuffix("IntxWeightOnlyConfig")
  }

  /// The type of modules without a separate one; nil when `quant_type` has no `default`.
  private static func defaultType(_ config: JSONElement) -> JSONElement? {
    config[QuantizationKeys.torchAOType]?["default"].map { modules(config)?["_default"] ?? $0 }
  }

  /// The types of single modules, by their names or `_default`; nil without any.
  static func modules(_ config: JSONElement) -> JSONElement? {
    config[QuantizationKeys.torchAOType]?["default"]?["_data"].flatMap(modules(inData:))
  }

  /// The types of single modules in the data of a type; nil without any.
  static func modules(inData data: JSONElement) -> JSONElement? {
    data["fqn_to_config"] ?? data["module_fqn_to_config"]
  }
}
