/// Methods whose weights or activations are floating-point numbers of 4, 8 or 11 bits.
extension QuantizationMethod {
  /// ModelOpt: formats of NVIDIA, each with its own algorithm.
  public static let modelOpt = QuantizationMethod(
    "modelopt", "modelopt_fp4", "modelopt_fp8", "modelopt_mixed", "modelopt_mxfp8", identifyingKeys: ["quant_algo"],
    block: (Block(weights: 16, values: 1), bits: 4),
    layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(orShapeOf: .none))))

  /// FP8: a floating-point number of 8 bits for each weight, with scales.
  public static let fp8 = QuantizationMethod(
    "fp8", "finegrained_fp8", "ptpc_fp8", "w8a8_fp8", bits: .always(8),
    identifyingKeys: ["activation_scheme", "weight_block_size"],
    layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(orShapeOf: .none))))

  static let fbgemmFP8 = QuantizationMethod("fbgemm_fp8", bits: .always(8), layout: oneWeightPerElement)

  static let w4afp8 = QuantizationMethod(
    "w4afp8", bits: .usually(4), layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(orShapeOf: .none))))

  static let mxfp8 = QuantizationMethod(
    "mxfp8", bits: .always(8), block: (Block(weights: 32, values: 1), bits: 8), layout: oneWeightPerElement)

  static let mxfp4 = QuantizationMethod(
    "mxfp4", bits: .always(4), block: (Block(weights: 32, values: 1), bits: 4),
    layout: PackedLayout(
      PackedTensor(.ending("_blocks"), .unsignedBytes, .perElement(2)),
      PackedTensor(.lastPart("weight"), .unsignedBytes, .perElement(2)),
      auxiliary: ["*_scales"]))

  static let nvfp4 = QuantizationMethod(
    "nvfp4", "petit_nvfp4", bits: .always(4), block: (Block(weights: 16, values: 1), bits: 4),
    layout: PackedLayout(PackedTensor(.any, .unsignedBytes, .perElement(2))))

  static let fourOverSix = QuantizationMethod(
    "fouroversix", bits: .usually(4), block: (Block(weights: 16, values: 1), bits: 4),
    layout: PackedLayout(
      PackedTensor(.ending("_values"), .unsignedBytes, .perElement(2)),
      auxiliary: ["*_scale_factors", "*_amax", "*_metadata"]))

  static let fpQuant = QuantizationMethod(
    "fp_quant", bits: .usually(4),
    layout: PackedLayout(
      PackedTensor(.lastPart("qweight"), .bytes, .byBits(orShapeOf: .none)),
      auxiliary: [
        "scales", "act_global_scale", "forward_hadamard_matrix", "backward_hadamard_matrix",
      ]))

  static let dFloat11 = QuantizationMethod(
    "dfloat11", bits: .always(11), identifyingKeys: ["bytes_per_thread"],
    layout: PackedLayout(
      PackedTensor(.lastPart("sign_mantissa"), .unsignedBytes, .perElement(1)),
      auxiliary: ["encoded_exponent", "luts", "output_positions", "gaps", "split_positions"]))
}
