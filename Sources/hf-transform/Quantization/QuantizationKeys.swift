import JSON

/// The keys of quantization configs that more than one file reads.
enum QuantizationKeys {
  static let method = JSONKey("quant_method")
  static let quantization = JSONKey("quantization")
  static let algorithm = JSONKey("quant_algo")
  static let format = JSONKey("format")
  static let layers = JSONKey("quantized_layers")
  static let groups = JSONKey("config_groups")
  static let weights = JSONKey("weights")
  static let groupSize = JSONKey("group_size")
  static let awqGroupSize = JSONKey("q_group_size")
  static let hqqConfig = JSONKey("quant_config")
  static let hqqWeights = JSONKey("weight_quant_params")
}
