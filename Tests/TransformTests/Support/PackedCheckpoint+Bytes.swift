/// Methods that store a weight in a byte, or several in it.
extension PackedCheckpoint {
  private static func matrix(_ dtype: String, _ matrix: Matrix, perElement: Int = 1) -> Tensor {
    ("weight", dtype, [matrix.outputs, matrix.inputs / perElement])
  }

  static let modelOptForms: [PackedCheckpoint] = [
    .init("modelopt", "NVFP4", #"{"quant_method": "modelopt", "quant_algo": "NVFP4"}"#) { matrix, _ in nvfp4(matrix) },
    .init(
      "modelopt", "the sidecar alone", "",
      snapshot: #""hf_quant_config": {"quantization": {"quant_algo": "NVFP4", "group_size": 16}}"#
    ) { matrix, _ in nvfp4(matrix) },
    .init(
      "modelopt", "algorithms by layer", "",
      snapshot: #""hf_quant_config": {"quantization": {"quant_algo": "MIXED_PRECISION", "quantized_layers": {"#
        + #""model.layers.0.mlp.down_proj": {"quant_algo": "W8A8_SQ_PER_CHANNEL"}, "#
        + #""model.layers.1.mlp.down_proj": {"quant_algo": "NVFP4"}, "model.layers.*.self_attn*": "#
        + #"{"quant_algo": "NVFP4"}}}}"#
    ) { module, layer in
      module.role == "down_proj" && layer == 0
        ? [matrix("I8", module), ("weight_scale", "F32", [module.outputs])] : nvfp4(module)
    },
    .init("modelopt", "FP8", #"{"quant_method": "modelopt", "quant_algo": "FP8"}"#) { module, _ in
      [matrix("F8_E4M3", module), ("weight_scale", "F32", []), ("input_scale", "F32", [])]
    },
    .init("nvfp4", "under its own name", #"{"quant_method": "nvfp4"}"#) { matrix, _ in nvfp4(matrix) },
  ]

  private static func nvfp4(_ module: Matrix) -> [Tensor] {
    [
      matrix("U8", module, perElement: 2), ("weight_scale", "F8_E4M3", [module.outputs, module.inputs / 16]),
      ("weight_scale_2", "F32", []), ("input_scale", "F32", []),
    ]
  }

  static let byteForms: [PackedCheckpoint] = [
    .init("fp8", "in blocks", #"{"quant_method": "fp8", "weight_block_size": [64, 64]}"#) { module, _ in
      [matrix("F8_E4M3", module), ("weight_scale_inv", "F32", [module.outputs / 64, module.inputs / 64])]
    },
    .init("fp8", "scales of exponents alone", #"{"quant_method": "fp8"}"#) { module, _ in
      [matrix("F8_E4M3", module), ("scale", "F8_E8M0", [module.outputs / 32, module.inputs / 32])]
    },
    .init("fbgemm_fp8", "by row", #"{"quant_method": "fbgemm_fp8"}"#) { module, _ in
      [matrix("F8_E4M3", module), ("weight_scale", "F32", [module.outputs, 1]), ("input_scale_ub", "F32", [1])]
    },
    .init("mxfp8", "blocks of 32", #"{"quant_method": "mxfp8"}"#) { module, _ in
      [matrix("F8_E4M3", module), ("weight_scale", "U8", [module.outputs, module.inputs / 32])]
    },
    .init("mxfp4", "blocks and scales", #"{"quant_method": "mxfp4"}"#) { module, _ in
      [
        ("weight_blocks", "U8", [module.outputs, module.inputs / 32, 16]),
        ("weight_scales", "U8", [module.outputs, module.inputs / 32]),
      ]
    },
    .init("fp8", "no quantization config at all", "") { module, _ in
      [matrix("F8_E4M3", module), ("weight_scale_inv", "F32", [1, 1])]
    },
    .init("int8", "no quantization config at all", "") { module, _ in
      [matrix("I8", module), ("weight_scale", "F32", [module.outputs, 1]), ("input_scale", "F32", [])]
    },
    .init("int8", "by row", #"{"quant_method": "w8a8_int8"}"#) { module, _ in
      [matrix("I8", module), ("weight_scale", "F32", [module.outputs, 1]), ("a", "F32", []), ("b", "F32", [1])]
    },
    .init(
      "w4afp8", "FP8, and two weights in a byte for some modules",
      #"{"quant_method": "w4afp8", "activation_scheme": "dynamic", "weight_block_size": [128, 128]}"#
    ) { module, _ in
      module.role == "down_proj"
        ? [matrix("I8", module, perElement: 2), ("weight_scale_inv", "BF16", [module.outputs, module.inputs / 64])]
        : [matrix("F8_E4M3", module), ("weight_scale_inv", "F32", [1, 1])]
    },
    .init("ascend", "by row, with offsets", #"{"quant_method": "ascend"}"#) { module, _ in
      [
        matrix("I8", module), ("weight_scale", "F32", [module.outputs, 1]),
        ("weight_offset", "F32", [module.outputs, 1]), ("quant_bias", "I32", [module.outputs]),
        ("deq_scale", "F32", [module.outputs]), ("input_scale", "F16", [1]), ("input_offset", "F16", [1]),
      ]
    },
    .init("chatglm", "4 bits", "4", key: "quantization_bit") { module, _ in
      [("weight", "I8", [module.outputs, module.inputs / 2]), ("weight_scale", "F16", [module.outputs])]
    },
    .init("fp8", "scales of ComfyUI, without a quantization config", "") { module, _ in
      [matrix("F8_E4M3", module), ("scale_weight", "F32", [1]), ("scale_input", "F32", [1])]
    },
    .init("dfloat11", "exponents apart, without a quantization config", "") { module, _ in
      let weights = module.outputs * module.inputs
      return [
        ("sign_mantissa", "U8", [weights]), ("encoded_exponent", "U8", [weights * 3 / 8]), ("luts", "U8", [5, 256]),
        ("gaps", "U8", [40]), ("output_positions", "U8", [64]),
      ]
    },
    .init("eetq", "inputs first", #"{"quant_method": "eetq", "weights": "int8"}"#) { module, _ in
      [("weight", "I8", [module.inputs, module.outputs]), ("weight_scales", "F16", [module.outputs])]
    },
    .init("bitnet", "four ternary weights in a byte", #"{"quant_method": "bitnet"}"#) { module, _ in
      [("weight", "U8", [module.outputs / 4, module.inputs]), ("weight_scale", "BF16", [1])]
    },
    .init("quanto", "4 bits", #"{"quant_method": "quanto", "weights": "int4"}"#) { module, _ in
      [
        ("weight._data", "U8", [module.outputs / 2, module.inputs]), ("weight._scale", "BF16", [module.outputs, 1]),
        ("weight._shift", "BF16", [module.outputs, 1]), ("input_scale", "BF16", []), ("output_scale", "BF16", []),
      ]
    },
    .init("quanto", "8 bits", #"{"quant_method": "quanto", "weights": "int8"}"#) { module, _ in
      [("weight._data", "I8", [module.outputs, module.inputs]), ("weight._scale", "BF16", [module.outputs, 1])]
    },
    .init("bitsandbytes", "NF4", #"{"quant_method": "bitsandbytes", "load_in_4bit": true}"#) { module, _ in
      [("weight", "U8", [module.outputs * module.inputs / 2, 1])] + states(of: module)
    },
    .init(
      "bitsandbytes", "NF4 in another type", #"{"load_in_4bit": true, "bnb_4bit_quant_storage": "bfloat16"}"#
    ) { module, _ in [("weight", "BF16", [module.outputs * module.inputs / 4, 1])] + states(of: module) },
    .init("bitsandbytes", "8 bits", #"{"quant_method": "bitsandbytes", "load_in_8bit": true}"#) { module, _ in
      [matrix("I8", module), ("SCB", "F32", [module.outputs]), ("weight_format", "U8", [])]
    },
  ]

  private static func states(of module: Matrix) -> [Tensor] {
    [
      ("weight.absmax", "U8", [module.outputs * module.inputs / 64]), ("weight.quant_map", "F32", [16]),
      ("weight.nested_absmax", "F32", [module.outputs]), ("weight.nested_quant_map", "F32", [256]),
      ("weight.quant_state.bitsandbytes__nf4", "U8", [85]),
    ]
  }
}
