/// Methods that store weights as integers, most of them with a scale for each group, channel or tensor.
extension QuantizationMethod {
  static let bitsAndBytes = QuantizationMethod(
    "bitsandbytes", "bnb", identifyingKeys: ["load_in_4bit", "load_in_8bit", "_load_in_4bit", "_load_in_8bit"],
    block: (Block(weights: 64, values: 2), bits: 4),
    layout: PackedLayout(
      PackedTensor(.any, .unsignedBytes, .byBits(orShapeOf: .none)),
      PackedTensor(.lastPart("weight"), .column, .byBits(orShapeOf: .none)),
      auxiliary: [
        "absmax", "quant_map", "nested_absmax", "nested_quant_map", "bitsandbytes__*", "SCB", "weight_format",
      ]))

  /// compressed-tensors, the format of LLM Compressor: groups of modules, each with the settings of its weights.
  public static let compressedTensors = QuantizationMethod(
    "compressed-tensors", "compressed_tensors", "sparseml", identifyingKeys: ["config_groups"],
    layout: PackedLayout(
      PackedTensor(.lastPart("bitmask"), .unsignedBytes, .perElement(8)),
      PackedTensor(.ending("_packed"), .integers, .byBits(orShapeOf: .scales("weight_scale"))),
      auxiliary: ["compressed", "row_offsets", "shape", "meta", "scale_packed", "zero_packed"]))

  /// ChatGLM's own format: a config has `quantization_bit` instead of a `quantization_config`.
  public static let chatGLM = QuantizationMethod(
    "chatglm", layout: PackedLayout(PackedTensor(.lastPart("weight"), .bytes, .byBits(orShapeOf: .none))))

  static let mlx = QuantizationMethod(
    "mlx", "metal", identifyingKeys: ["group_size"],
    layout: PackedLayout(
      PackedTensor(.lastPart("weight"), .unsignedWords, .byBits(orShapeOf: .scales("scales"))),
      auxiliary: ["scales", "biases", "qbiases"]))

  /// INT8: an integer of 8 bits for each weight, with scales.
  public static let int8 = QuantizationMethod(
    "int8", "w8a8_int8", "blockwise_int8", "experts_int8", bits: .always(8), layout: oneWeightPerElement)

  static let eetq = QuantizationMethod("eetq", bits: .always(8), layout: oneWeightPerElement)

  static let hqq = QuantizationMethod(
    "hqq",
    layout: PackedLayout(
      PackedTensor(.lastPart("W_q"), .integers, .byBits(orShapeOf: .scales("scale"))),
      auxiliary: [
        "scale", "zero", "meta", "shape", "nbits", "group_size", "axis", "packing", "view_as_float",
        "unpack_view_dtype", "compute_dtype", "channel_wise", "optimize", "round_zero", "quant_scale", "quant_zero",
        "offload_meta", "encoded_state_dict", "stores_quant_config",
      ]))

  static let sinq = QuantizationMethod(
    "sinq", "asinq", bits: .usually(4),
    layout: PackedLayout(
      PackedTensor(.lastPart("W_q"), .integers, .byBits(orShapeOf: .scales("meta.scale"))),
      auxiliary: ["scale", "scale2", "zero", "zero_scale", "scale_q", "zero_q"]))

  static let torchAO = QuantizationMethod(
    "torchao",
    layout: PackedLayout(
      PackedTensor(.ending("qdata"), .integers, .byBits(orShapeOf: .scales("_weight_scale"))),
      auxiliary: [
        "_weight_scale", "_weight_zero_point", "_weight_scale_and_zero", "_weight_group_scale", "_weight_group_zero",
        "_weight_row_scale", "_weight_per_tensor_scale", "_weight_act_per_tensor_scale", "_weight_act_pre_scale",
        "*:scale", "*:zero_point", "*:scale_and_zero", "*:group_scale", "*:group_zero", "*:row_scale",
        "*:per_tensor_scale", "*:act_per_tensor_scale", "*:act_pre_scale",
      ]))

  static let quanto = QuantizationMethod(
    "quanto", "optimum-quanto",
    layout: PackedLayout(
      PackedTensor(.lastPart("_data"), .bytes, .byBits(orShapeOf: .none)), auxiliary: ["_scale", "_shift"]))

  static let quark = QuantizationMethod(
    "quark", layout: PackedLayout(PackedTensor(.ending("weight"), .integers, .byBits(orShapeOf: .none))))

  static let qqq = QuantizationMethod(
    "qqq", bits: .usually(4),
    layout: PackedLayout(
      PackedTensor(.lastPart("B"), .integers, .byBits(orShapeOf: .none)),
      auxiliary: ["s_channel", "s_group", "workspace"]))

  static let ascend = QuantizationMethod(
    "ascend",
    layout: PackedLayout(
      PackedTensor(.lastPart("weight"), .bytes, .perElement(1)),
      auxiliary: ["weight_offset", "deq_scale", "quant_bias", "input_offset", "scale_bias"]))

  static let gemma = QuantizationMethod(
    "gemma", bits: .usually(4),
    layout: PackedLayout(
      PackedTensor(.lastPart("weight"), .bytes, .byBits(orShapeOf: .none)),
      PackedTensor(.lastPart("embedding_quantized"), .bytes, .byBits(orShapeOf: .none)),
      auxiliary: ["embedding_scale", "*_activation_scale", "k_cache_scale", "v_cache_scale", "rqv2_muls"]))

  static let bitNet = QuantizationMethod(
    "bitnet", bits: .always(1.58), layout: PackedLayout(PackedTensor(.any, .unsignedBytes, .perElement(4))))
}
