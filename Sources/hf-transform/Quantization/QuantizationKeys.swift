import JSON

/// Keys of quantization configs. `quantized_layers`, `quant_algo` and `moe_quant_algo` are ModelOpt's, `config_groups`
/// with `weights` in each group is compressed-tensors', `q_group_size` is AWQ's, `layer_quant_config` is Quark's,
/// `quant_type` with `fqn_to_config` is TorchAO's, and `quant_config` with `weight_quant_params` is HQQ's.
enum QuantizationKeys {
  static let method = JSONKey("quant_method")
  static let quantization = JSONKey("quantization")
  static let algorithm = JSONKey("quant_algo")
  static let expertAlgorithm = JSONKey("moe_quant_algo")
  static let format = JSONKey("format")
  static let layers = JSONKey("quantized_layers")
  static let quarkLayers = JSONKey("layer_quant_config")
  static let torchAOType = JSONKey("quant_type")
  static let groups = JSONKey("config_groups")
  static let sparsity = JSONKey("sparsity_config")
  static let weights = JSONKey("weights")
  static let groupSize = JSONKey("group_size")
  static let awqGroupSize = JSONKey("q_group_size")
  static let hqqConfig = JSONKey("quant_config")
  static let hqqWeights = JSONKey("weight_quant_params")
}
