import JSON

extension QuantizationMethod {
  /// All methods. The first row whose identifying key is in a config is taken, so rows with common keys come last.
  /// `docs/extending.md` says how to add a method.
  ///
  /// Sources: the methods' own writers (AutoGPTQ, GPTQModel, AutoAWQ, auto-round, compressed-tensors, bitsandbytes,
  /// ModelOpt, MLX, HQQ, BitNet, AQLM, ExLlamaV2, ExLlamaV3, optimum-quanto, torchao, Quark, VPTQ, FLUTE, EETQ, QQQ,
  /// SINQ, FourOverSix), transformers' `quantization_config.py` and `integrations`, and the Hub's counting rules
  /// (huggingface.js, `parse-safetensors-metadata.ts`).
  public static let table: [QuantizationMethod] = withIdentifyingKeys + withoutIdentifyingKeys

  private static let withIdentifyingKeys: [QuantizationMethod] = [
    QuantizationMethod(
      "modelopt", "modelopt_fp4", "modelopt_fp8", "modelopt_mixed", "modelopt_mxfp8", identifyingKeys: ["quant_algo"],
      block: (Block(weights: 16, values: 1), bits: 4),
      layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(proof: .none)))),
    QuantizationMethod(
      "bitsandbytes", "bnb", identifyingKeys: ["load_in_4bit", "load_in_8bit"],
      block: (Block(weights: 64, values: 2), bits: 4),
      layout: PackedLayout(
        PackedTensor(.any, .unsignedBytes, .byBits(proof: .none)),
        PackedTensor(.lastPart("weight"), .column, .byBits(proof: .none)),
        bookkeeping: [
          "absmax", "quant_map", "nested_absmax", "nested_quant_map", "bitsandbytes__*", "SCB", "weight_format",
        ])),
    QuantizationMethod(
      "compressed-tensors", "compressed_tensors", "sparseml", identifyingKeys: ["config_groups"],
      layout: PackedLayout(
        PackedTensor(.lastPart("bitmask"), .unsignedBytes, .perElement(8)),
        PackedTensor(.ending("_packed"), .integers, .byBits(proof: .scales("weight_scale"))),
        bookkeeping: ["compressed", "row_offsets", "shape", "meta", "scale_packed", "zero_packed"])),
    QuantizationMethod(
      "gptq", "gptq_marlin", "gptq_marlin_24", "gptqmodel", "gptq_bitblas", "bitblas", "marlin", bits: .usually(4),
      identifyingKeys: ["desc_act"], layout: gptqAndAWQPacking),
    QuantizationMethod(
      "awq", "awq_marlin", "autoawq", "llm-awq", bits: .usually(4), identifyingKeys: ["zero_point"],
      layout: gptqAndAWQPacking),
    QuantizationMethod(
      "fp8", "finegrained_fp8", "ptpc_fp8", "w8a8_fp8", bits: .always(8),
      identifyingKeys: ["activation_scheme", "weight_block_size"],
      layout: PackedLayout(PackedTensor(.any, .bytes, .byBits(proof: .none)))),
    QuantizationMethod(
      "mlx", "metal", identifyingKeys: ["group_size"],
      layout: PackedLayout(
        PackedTensor(.lastPart("weight"), .unsignedWords, .byBits(proof: .scales("scales"))),
        bookkeeping: ["scales", "biases", "qbiases"])),
  ]

  private static let withoutIdentifyingKeys: [QuantizationMethod] = [
    QuantizationMethod(
      "auto-round", "auto_round", "autoround", "intel/auto-round", "inc", bits: .usually(4), layout: gptqAndAWQPacking),
    QuantizationMethod(
      "mxfp4", bits: .always(4), block: (Block(weights: 32, values: 1), bits: 4),
      layout: PackedLayout(
        PackedTensor(.ending("_blocks"), .unsignedBytes, .perElement(2)),
        PackedTensor(.lastPart("weight"), .unsignedBytes, .perElement(2)),
        bookkeeping: ["*_scales"])),
    QuantizationMethod(
      "nvfp4", "petit_nvfp4", bits: .always(4), block: (Block(weights: 16, values: 1), bits: 4),
      layout: PackedLayout(PackedTensor(.any, .unsignedBytes, .perElement(2)))),
    QuantizationMethod(
      "gemma", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("weight"), .bytes, .byBits(proof: .none)),
        PackedTensor(.lastPart("embedding_quantized"), .bytes, .byBits(proof: .none)),
        bookkeeping: ["embedding_scale", "*_activation_scale", "k_cache_scale", "v_cache_scale", "rqv2_muls"])),
    QuantizationMethod(
      "fouroversix", bits: .usually(4), block: (Block(weights: 16, values: 1), bits: 4),
      layout: PackedLayout(
        PackedTensor(.ending("_values"), .unsignedBytes, .perElement(2)),
        bookkeeping: ["*_scale_factors", "*_amax", "*_metadata"])),
    QuantizationMethod("mxfp8", bits: .always(8), block: (Block(weights: 32, values: 1), bits: 8), layout: oneEach),
    QuantizationMethod("fbgemm_fp8", bits: .always(8), layout: oneEach),
    QuantizationMethod("int8", "w8a8_int8", "blockwise_int8", "experts_int8", bits: .always(8), layout: oneEach),
    QuantizationMethod("eetq", bits: .always(8), layout: oneEach),
    QuantizationMethod(
      "bitnet", bits: .always(1.58), layout: PackedLayout(PackedTensor(.any, .unsignedBytes, .perElement(4)))),
    QuantizationMethod(
      "hqq",
      layout: PackedLayout(
        PackedTensor(.lastPart("W_q"), .integers, .byBits(proof: .scales("scale"))),
        bookkeeping: [
          "scale", "zero", "meta", "shape", "nbits", "group_size", "axis", "packing", "view_as_float",
          "unpack_view_dtype", "compute_dtype", "channel_wise", "optimize", "round_zero", "quant_scale", "quant_zero",
          "offload_meta", "encoded_state_dict", "stores_quant_config",
        ])),
    QuantizationMethod(
      "sinq", "asinq", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("W_q"), .integers, .byBits(proof: .scales("meta.scale"))),
        bookkeeping: ["scale", "scale2", "zero", "zero_scale", "scale_q", "zero_q"])),
    QuantizationMethod(
      "torchao",
      layout: PackedLayout(
        PackedTensor(.ending("qdata"), .integers, .byBits(proof: .scales("_weight_scale"))),
        bookkeeping: ["_weight_scale", "_weight_zero_point", "_weight_act_pre_scale", "*:scale", "*:zero_point"])),
    QuantizationMethod(
      "quanto", "optimum-quanto",
      layout: PackedLayout(
        PackedTensor(.lastPart("_data"), .bytes, .byBits(proof: .none)), bookkeeping: ["_scale", "_shift"])),
    QuantizationMethod(
      "quark", layout: PackedLayout(PackedTensor(.ending("weight"), .integers, .byBits(proof: .none)))),
    QuantizationMethod(
      "aqlm",
      layout: PackedLayout(
        PackedTensor(.lastPart("codes"), .integers, .perCode), bookkeeping: ["codebooks", "scales"])),
    QuantizationMethod(
      "vptq",
      layout: PackedLayout(
        PackedTensor(.lastPart("indices"), .integers, .asConfigured),
        bookkeeping: [
          "centroids", "res_centroids", "outlier_centroids", "outlier_indices", "res_indices", "perm", "weight_scale",
          "weight_bias",
        ])),
    QuantizationMethod(
      "exl2",
      layout: PackedLayout(
        PackedTensor(.lastPart("q_weight"), .integers, .byBits(proof: .inputs("q_invperm"))),
        bookkeeping: ["q_groups", "q_scale", "q_scale_max", "q_invperm", "q_perm", "q_group_map"])),
    QuantizationMethod(
      "exl3",
      layout: PackedLayout(
        PackedTensor(.lastPart("trellis"), .integers, .perTile(256)),
        bookkeeping: ["suh", "svh", "su", "sv", "mcg", "mul1"])),
    QuantizationMethod(
      "higgs", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("weight"), .integers, .byBits(proof: .none)),
        bookkeeping: ["scales", "tables", "tables2"])),
    QuantizationMethod(
      "fp_quant", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("qweight"), .bytes, .byBits(proof: .none)),
        bookkeeping: [
          "scales", "act_global_scale", "forward_hadamard_matrix", "backward_hadamard_matrix",
        ])),
    QuantizationMethod(
      "qqq", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("B"), .integers, .byBits(proof: .none)),
        bookkeeping: ["s_channel", "s_group", "workspace"])),
    QuantizationMethod(
      "squeezellm", bits: .usually(4),
      layout: PackedLayout(
        PackedTensor(.lastPart("qweight"), .integers, .byBits(proof: .none)), bookkeeping: ["lookup_table"])),
    QuantizationMethod("spqr", bits: .usually(3)),
    QuantizationMethod("gguf"),
  ]

  /// Weights are not packed; only scales are left out of the count.
  private static let oneEach = PackedLayout()

  /// GPTQ, AWQ, auto-round and Marlin: 32-bit integers that each contain several weights, with one scale per group.
  private static let gptqAndAWQPacking = PackedLayout(
    PackedTensor(.lastPart("qweight"), .integers, .byBits(proof: .groups(scales: "scales", indices: "g_idx"))),
    PackedTensor(.ending("_qweight"), .integers, .byBits(proof: .none)),
    PackedTensor(.lastPart("B"), .integers, .byBits(proof: .none)),
    PackedTensor(.lastPart("B_24"), .integers, .halfByBits),
    bookkeeping: ["qzeros", "g_idx", "scales", "perm", "workspace", "s", "B_meta", "qscales", "q_perm"])
}
