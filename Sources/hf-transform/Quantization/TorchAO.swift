import JSON

/// torchao's `quant_type`: the name of a type, or `{"default": {"_type": "Int4WeightOnlyConfig", "_data": {…}}}`.
enum TorchAO {
  /// The `_data` of the default type, for modules that have no separate one.
  static func weights(_ config: JSONElement) -> JSONElement? {
    guard let type = config["quant_type"]?["default"] else { return config["quant_type_kwargs"] }
    return (modules(config)?["_default"] ?? type)["_data"]
  }

  /// Whether the type stores one byte per weight, even for weights of fewer bits.
  static func storesBytes(_ config: JSONElement) -> Bool {
    guard let type = config["quant_type"]?["default"]?["_type"], type.isString else { return false }
    return type.string?.hasSuffix("IntxWeightConfig") == true || type.equals("IntxWeightOnlyConfig")
  }

  /// The types of single modules; nil without any.
  static func modules(_ config: JSONElement) -> JSONElement? {
    let data = config["quant_type"]?["default"]?["_data"]
    return data?["fqn_to_config"] ?? data?["module_fqn_to_config"]
  }
}
