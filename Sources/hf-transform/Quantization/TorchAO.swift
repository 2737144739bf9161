import JSON

/// torchao's `quant_type`: the name of a type, or `{"default": {"_type": "Int4WeightOnlyConfig", "_data": {…}}}`.
enum TorchAO {
  /// The `_data` of the default type, for modules that have no separate one.
  static func weights(_ config: JSONElement) -> JSONElement? {
    defaultType(config).map { $0["_data"] } ?? config["quant_type_kwargs"]
  }

  /// Whether the default type stores one byte per weight, even for weights of fewer bits.
  static func storesBytes(_ config: JSONElement) -> Bool { defaultType(config).map(isStoredInBytes) ?? false }

  /// The bits that a type stores for each weight; nil when they are unknown.
  static func storedBits(of type: JSONElement) -> Double? {
    isStoredInBytes(type) ? 8 : QuantizationBits.ofType(type)
  }

  /// Whether a type's name ends in `IntxWeightConfig` or `IntxWeightOnlyConfig`.
  private static func isStoredInBytes(_ type: JSONElement) -> Bool {
    guard let name = type["_type"]?.string else { return false }
    return name.hasSuffix("IntxWeightConfig") || name.hasSuffix("IntxWeightOnlyConfig")
  }

  private static func defaultType(_ config: JSONElement) -> JSONElement? {
    config["quant_type"]?["default"].map { modules(config)?["_default"] ?? $0 }
  }

  /// The types of single modules; nil without any.
  static func modules(_ config: JSONElement) -> JSONElement? {
    let data = config["quant_type"]?["default"]?["_data"]
    return data?["fqn_to_config"] ?? data?["module_fqn_to_config"]
  }
}
