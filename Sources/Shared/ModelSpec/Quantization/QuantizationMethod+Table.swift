import JSON

extension QuantizationMethod {
  /// All methods. The first row whose identifying key is in a config is taken, so rows with common keys come last.
  /// `docs/extending.md` says how to add a method.
  ///
  /// Sources: the methods' own writers (AutoGPTQ, GPTQModel, AutoAWQ, auto-round, compressed-tensors, bitsandbytes,
  /// ModelOpt, MLX, HQQ, BitNet, AQLM, ExLlamaV2, ExLlamaV3, optimum-quanto, torchao, Quark, VPTQ, FLUTE, EETQ, QQQ,
  /// SINQ, FourOverSix, DFloat11, Ascend's msModelSlim, SGLang's W4AFP8), transformers' `quantization_config.py` and
  /// `integrations`, and the Hub's counting rules (huggingface.js, `parse-safetensors-metadata.ts`).
  public static let table: [QuantizationMethod] = withIdentifyingKeys + withoutIdentifyingKeys

  private static let withIdentifyingKeys: [QuantizationMethod] = [
    QuantizationMethod(
      "modelopt", "modelopt_fp4", "modelopt_fp8", "modelopt_mixed", "modelopt_mxfp8", identifyingKeys: ["quant_algo"],
      block: (Block(weights: 16, values: 1), bits: 4),
      layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(orShapeOf: .none)))),
    QuantizationMethod(
      "bitsandbytes", "bnb", identifyingKeys: ["load_in_4bit", "load_in_8bit"],
      block: (Block(weights: 64, values: 2), bits: 4),
      layout: PackedLayout(
        PackedTensor(.any, .unsignedBytes, .byBits(orShapeOf: .none)),
        PackedTensor(.lastPart("weight"), .column, .byBits(orShapeOf: .none)),
        auxiliary: [
          "absmax", "quant_map", "nested_absmax", "nested_quant_map", "bitsandbytes__*", "SCB", "weight_format",
        ])),
    QuantizationMethod(
      "compressed-tensors", "compressed_tensors", "sparseml", identifyingKeys: ["config_groups"],
      layout: PackedLayout(
        PackedTensor(.lastPart("bitmask"), .unsignedBytes, .perElement(8)),
        PackedTensor(.ending("_packed"), .integers, .byBits(orShapeOf: .scales("weight_scale"))),
        auxiliary: ["compressed", "row_offsets", "shape", "meta", "scale_packed", "zero_packed"])),
    QuantizationMethod(
      "gptq", "gptq_marlin", "gptq_marlin_24", "gptqmodel", "gptq_bitblas", "bitblas", "marlin", bits: .usually(4),
      identifyingKeys: ["desc_act"], layout: gptqAndAWQPacking),
    QuantizationMethod(
      "awq", "awq_marlin", "autoawq", "llm-awq", bits: .usually(4), identifyingKeys: ["zero_point"],
      layout: gptqAndAWQPacking),
    QuantizationMethod(
      "fp8", "finegrained_fp8", "ptpc_fp8", "w8a8_fp8", bits: .always(8),
      identifyingKeys: ["activation_scheme", "weight_block_size"],
      layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(orShapeOf: .none)))),
    QuantizationMethod(
      "mlx", "metal", identifyingKeys: ["group_size"],
      layout: PackedLayout(
        PackedTensor(.lastPart("weight"), .unsignedWords, .byBits(orShapeOf: .scales("scales"))),
        auxiliary: ["scales", "biases", "qbiases"])),
  ]

  private static let withoutIdentifyingKeys: [QuantizationMethod] = [
    QuantizationMethod(
      "auto-round", "auto_round", "autoround", "intel/auto-round", "inc", bits: .usually(4), layout: gptqAndAWQPacking),
    QuantizationMethod(
      "mxfp4", bits: .always(4), block: (Block(weights: 32, values: 1), bits: 4),
      layout: PackedLayout(
        PackedTensor(.ending("_blocks"), .unsignedBytes, .perElement(2)),
        PackedTensor(.lastPart("weight"), .unsignedBytes, .perElement(2)),
        auxiliary: ["*_scales"])),
    QuantizationMethod(
      "nvfp4", "petit_nvfp4", bits: .always(4), block: (Block(weights: 16, values: 1), bits: 4),
      layout: PackedLayout(PackedTensor(.any, .unsignedBytes, .perElement(2)))),
    QuantizationMethod(
      "gemma", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("weight"), .bytes, .byBits(orShapeOf: .none)),
        PackedTensor(.lastPart("embedding_quantized"), .bytes, .byBits(orShapeOf: .none)),
        auxiliary: ["embedding_scale", "*_activation_scale", "k_cache_scale", "v_cache_scale", "rqv2_muls"])),
    QuantizationMethod(
      "fouroversix", bits: .usually(4), block: (Block(weights: 16, values: 1), bits: 4),
      layout: PackedLayout(
        PackedTensor(.ending("_values"), .unsignedBytes, .perElement(2)),
        auxiliary: ["*_scale_factors", "*_amax", "*_metadata"])),
    QuantizationMethod(
      "mxfp8", bits: .always(8), block: (Block(weights: 32, values: 1), bits: 8), layout: oneWeightPerElement),
    QuantizationMethod("fbgemm_fp8", bits: .always(8), layout: oneWeightPerElement),
    QuantizationMethod(
      "int8", "w8a8_int8", "blockwise_int8", "experts_int8", bits: .always(8), layout: oneWeightPerElement),
    QuantizationMethod("eetq", bits: .always(8), layout: oneWeightPerElement),
    QuantizationMethod(
      "w4afp8", bits: .usually(4), layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(orShapeOf: .none)))),
    QuantizationMethod(
      "dfloat11", bits: .always(11),
      layout: PackedLayout(
        PackedTensor(.lastPart("sign_mantissa"), .unsignedBytes, .perElement(1)),
        auxiliary: ["encoded_exponent", "luts", "output_positions", "gaps", "split_positions"])),
    QuantizationMethod(
      "ascend",
      layout: PackedLayout(
        PackedTensor(.lastPart("weight"), .bytes, .perElement(1)),
        auxiliary: ["weight_offset", "deq_scale", "quant_bias", "input_offset", "scale_bias"])),
    QuantizationMethod(
      "bitnet", bits: .always(1.58), layout: PackedLayout(PackedTensor(.any, .unsignedBytes, .perElement(4)))),
    QuantizationMethod(
      "hqq",
      layout: PackedLayout(
        PackedTensor(.lastPart("W_q"), .integers, .byBits(orShapeOf: .scales("scale"))),
        auxiliary: [
          "scale", "zero", "meta", "shape", "nbits", "group_size", "axis", "packing", "view_as_float",
          "unpack_view_dtype", "compute_dtype", "channel_wise", "optimize", "round_zero", "quant_scale", "quant_zero",
          "offload_meta", "encoded_state_dict", "stores_quant_config",
        ])),
    QuantizationMethod(
      "sinq", "asinq", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("W_q"), .integers, .byBits(orShapeOf: .scales("meta.scale"))),
        auxiliary: ["scale", "scale2", "zero", "zero_scale", "scale_q", "zero_q"])),
    QuantizationMethod(
      "torchao",
      layout: PackedLayout(
        PackedTensor(.ending("qdata"), .integers, .byBits(orShapeOf: .scales("_weight_scale"))),
        auxiliary: [
          "_weight_scale", "_weight_zero_point", "_weight_scale_and_zero", "_weight_group_scale", "_weight_group_zero",
          "_weight_row_scale", "_weight_per_tensor_scale", "_weight_act_per_tensor_scale", "_weight_act_pre_scale",
          "*:scale", "*:zero_point", "*:scale_and_zero", "*:group_scale", "*:group_zero", "*:row_scale",
          "*:per_tensor_scale", "*:act_per_tensor_scale", "*:act_pre_scale",
        ])),
    QuantizationMethod(
      "quanto", "optimum-quanto",
      layout: PackedLayout(
        PackedTensor(.lastPart("_data"), .bytes, .byBits(orShapeOf: .none)), auxiliary: ["_scale", "_shift"])),
    QuantizationMethod(
      "quark", layout: PackedLayout(PackedTensor(.ending("weight"), .integers, .byBits(orShapeOf: .none)))),
    QuantizationMethod(
      "aqlm",
      layout: PackedLayout(
        PackedTensor(.lastPart("codes"), .integers, .perCode), auxiliary: ["codebooks", "scales"])),
    QuantizationMethod(
      "vptq",
      layout: PackedLayout(
        PackedTensor(.lastPart("indices"), .integers, .asConfigured),
        auxiliary: [
          "centroids", "res_centroids", "outlier_centroids", "outlier_indices", "res_indices", "perm", "weight_scale",
          "weight_bias",
        ])),
    QuantizationMethod(
      "exl2",
      layout: PackedLayout(
        PackedTensor(.lastPart("q_weight"), .integers, .byBits(orShapeOf: .inputs("q_invperm"))),
        auxiliary: ["q_groups", "q_scale", "q_scale_max", "q_invperm", "q_perm", "q_group_map"])),
    QuantizationMethod(
      "exl3",
      layout: PackedLayout(
        PackedTensor(.lastPart("trellis"), .integers, .perTile(256)),
        auxiliary: ["suh", "svh", "su", "sv", "mcg", "mul1"])),
    QuantizationMethod(
      "higgs", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("weight"), .integers, .byBits(orShapeOf: .none)),
        auxiliary: ["scales", "tables", "tables2"])),
    QuantizationMethod(
      "fp_quant", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("qweight"), .bytes, .byBits(orShapeOf: .none)),
        auxiliary: [
          "scales", "act_global_scale", "forward_hadamard_matrix", "backward_hadamard_matrix",
        ])),
    QuantizationMethod(
      "qqq", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("B"), .integers, .byBits(orShapeOf: .none)),
        auxiliary: ["s_channel", "s_group", "workspace"])),
    QuantizationMethod(
      "squeezellm", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("qweight"), .integers, .byBits(orShapeOf: .none)), auxiliary: ["lookup_table"])),
    QuantizationMethod("spqr", bits: .usually(3)),
    QuantizationMethod("gguf"),
  ]

  /// Weights are not packed; only scales are left out of the count.
  private static let oneWeightPerElement = PackedLayout()

  /// GPTQ, AWQ, auto-round and Marlin: 32-bit integers that each contain several weights, with one scale per group.
  /// auto-round also writes compressed-tensors' `weight_packed` (`packing_format` `auto_round:llm_compressor`).
  private static let gptqAndAWQPacking = PackedLayout(
    PackedTensor(.lastPart("qweight"), .integers, .byBits(orShapeOf: .groups(scales: "scales", indices: "g_idx"))),
    PackedTensor(.ending("_qweight"), .integers, .byBits(orShapeOf: .none)),
    PackedTensor(.lastPart("B"), .integers, .byBits(orShapeOf: .none)),
    PackedTensor(.lastPart("B_24"), .integers, .halfByBits),
    PackedTensor(.lastPart("weight_packed"), .integers, .byBits(orShapeOf: .scales("weight_scale"))),
    auxiliary: ["qzeros", "g_idx", "scales", "perm", "workspace", "s", "B_meta", "qscales", "q_perm"])
}
