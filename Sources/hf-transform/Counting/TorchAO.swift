import JSON

/// torchao's `quant_type`: the name of a type, or `{"default": {"_type": "Int4WeightOnlyConfig", "_data": {…}}}`.
enum TorchAO {
  /// The members of the type that holds for all modules without their own.
  static func weights(_ config: JSONElement) -> JSONElement? {
    guard let type = config["quant_type"]?["default"] else { return config["quant_type_kwargs"] }
    return (modules(config)?["_default"] ?? type)["_data"]
  }

  /// Whether the type stores a byte for each weight, however few bits it has.
  static func storesBytes(_ config: JSONElement) -> Bool {
    guard let type = config["quant_type"]?["default"]?["_type"], type.isString else { return false }
    return type.string?.hasSuffix("IntxWeightConfig") == true || type.equals("IntxWeightOnlyConfig")
  }

  /// The types of single modules; nil where there are none.
  static func modules(_ config: JSONElement) -> JSONElement? {
    let data = config["quant_type"]?["default"]?["_data"]
    return data?["fqn_to_config"] ?? data?["module_fqn_to_config"]
  }
}
