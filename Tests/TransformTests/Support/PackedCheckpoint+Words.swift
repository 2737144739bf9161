/// Methods that pack weights into words of 32 bits: GPTQ, AWQ, auto-round, MLX, compressed-tensors and their kin.
extension PackedCheckpoint {
  /// GPTQ packs the inputs.
  static func gptq(_ matrix: Matrix, bits: Int, group: Int = 64, hasIndices: Bool = true) -> [Tensor] {
    let (outputs, inputs) = (matrix.outputs, matrix.inputs)
    let tensors: [Tensor] = [
      ("qweight", "I32", [inputs * bits / 32, outputs]), ("qzeros", "I32", [inputs / group, outputs * bits / 32]),
      ("scales", "F16", [inputs / group, outputs]),
    ]
    return hasIndices ? tensors + [("g_idx", "I32", [inputs])] : tensors
  }

  /// AWQ packs the outputs.
  static func awq(_ matrix: Matrix, bits: Int = 4) -> [Tensor] {
    let (outputs, inputs) = (matrix.outputs, matrix.inputs)
    return [
      ("qweight", "I32", [inputs, outputs * bits / 32]), ("qzeros", "I32", [inputs / 64, outputs * bits / 32]),
      ("scales", "F16", [inputs / 64, outputs]),
    ]
  }

  static func mlx(_ matrix: Matrix, bits: Int, group: Int = 64) -> [Tensor] {
    let (outputs, inputs) = (matrix.outputs, matrix.inputs)
    return [
      ("weight", "U32", [outputs, inputs * bits / 32]), ("scales", "BF16", [outputs, inputs / group]),
      ("biases", "BF16", [outputs, inputs / group]),
    ]
  }

  static func packed(_ matrix: Matrix, bits: Int, group: Int? = 64) -> [Tensor] {
    let (outputs, inputs) = (matrix.outputs, matrix.inputs)
    return [
      ("weight_packed", "I32", [outputs, inputs * bits / 32]), ("weight_shape", "I64", [2]),
      ("weight_scale", "BF16", [outputs, group.map { inputs / $0 } ?? 1]),
    ]
  }

  static func plain(_ matrix: Matrix) -> [Tensor] { [("weight", "BF16", [matrix.outputs, matrix.inputs])] }

  static let gptqForms: [PackedCheckpoint] = [
    .init("gptq", "4 bits", #"{"quant_method": "gptq", "bits": 4, "group_size": 64}"#) { matrix, _ in
      gptq(matrix, bits: 4)
    },
    .init("gptq", "3 bits, across words, without indices", #"{"quant_method": "gptq", "bits": 3, "group_size": 64}"#) {
      matrix, _ in gptq(matrix, bits: 3, hasIndices: false)
    },
    .init("gptq", "no method's name", #"{"bits": 8, "desc_act": true}"#) { matrix, _ in gptq(matrix, bits: 8) },
    .init(
      "gptq", "8 bits for some, none for others, by expressions",
      #"{"quant_method": "gptq", "bits": 4, "dynamic": {"+:.*\\.down_proj$": {"bits": 8}, "-:.*\\.o_proj$": {}}}"#
    ) { matrix, _ in
      matrix.role == "o_proj"
        ? plain(matrix) : gptq(matrix, bits: matrix.role == "down_proj" ? 8 : 4, hasIndices: false)
    },
    .init(
      "gptq", "bits by layer, by expressions; the first one that matches counts",
      #"{"quant_method": "gptq", "bits": 4, "dynamic": {"-:model\\.layers\\.0\\..*q_proj": {}, "#
        + #""model\\.layers\\.0\\.(?!mlp)": {"bits": 8}, ".*": {"bits": 2}}}"#
    ) { matrix, layer in
      if layer == 0, matrix.role == "q_proj" { return gptq(matrix, bits: 4, hasIndices: false) }
      return gptq(matrix, bits: layer == 0 && !matrix.module.contains("mlp") ? 8 : 2, hasIndices: false)
    },
    .init("gptq_marlin", "repacked for Marlin", #"{"quant_method": "marlin", "bits": 4, "group_size": 64}"#) {
      matrix, _ in
      [("B", "I32", [matrix.inputs / 16, matrix.outputs * 2]), ("s", "F16", [matrix.inputs / 64, matrix.outputs])]
    },
    .init("gptq", "no quantization config at all", "") { matrix, _ in gptq(matrix, bits: 4) },
  ]

  static let awqForms: [PackedCheckpoint] = [
    .init("awq", "4 bits", #"{"quant_method": "awq", "bits": 4, "group_size": 64}"#) { matrix, _ in awq(matrix) },
    .init("awq", "older keys", #"{"quant_method": "AWQ", "w_bit": 4, "zero_point": true}"#) { matrix, _ in awq(matrix)
    },
    .init(
      "awq", "outputs interleaved",
      #"{"quant_method": "awq", "bits": 4, "group_size": 64, "version": "gemv_fast"}"#
    ) { matrix, _ in
      [
        ("qweight", "I16", [matrix.outputs / 4, matrix.inputs]),
        ("qzeros", "F16", [matrix.inputs / 64, matrix.outputs]),
        ("scales", "F16", [matrix.inputs / 64, matrix.outputs]),
      ]
    },
    .init(
      "auto-round", "exported as compressed-tensors",
      #"{"quant_method": "auto-round", "bits": 4, "group_size": 32, "data_type": "mx_fp", "#
        + #""packing_format": "auto_round:llm_compressor"}"#
    ) { matrix, _ in
      [
        ("weight_packed", "U8", [matrix.outputs, matrix.inputs / 2]),
        ("weight_scale", "U8", [matrix.outputs, matrix.inputs / 32]),
      ]
    },
    .init(
      "auto-round", "names and expressions",
      #"{"quant_method": "auto-round", "bits": 4, "extra_config": {"model.layers.1.mlp.up_proj": {"bits": 8}, "#
        + #"".*down_proj": {"bits": 8}, "model.layers.0.self_attn.o_proj": {"bits": 16}}}"#
    ) { matrix, layer in
      if matrix.role == "o_proj", layer == 0 { return plain(matrix) }
      let isWide = matrix.role == "down_proj" || matrix.role == "up_proj" && layer == 1
      return gptq(matrix, bits: isWide ? 8 : 4, hasIndices: false)
    },
  ]

  private static let mlxModules =
    #"{"group_size": 64, "bits": 4, "model.layers.0.mlp.down_proj": {"group_size": 32, "bits": 8}, "#
    + #""model.layers.1.self_attn.v_proj": {"bits": 6, "group_size": 64}, "lm_head": false}"#

  private static func mlxMixed(_ matrix: Matrix, _ layer: Int) -> [Tensor] {
    if matrix.role == "down_proj", layer == 0 { return mlx(matrix, bits: 8, group: 32) }
    return mlx(matrix, bits: matrix.role == "v_proj" && layer == 1 ? 6 : 4)
  }

  static let mlxForms: [PackedCheckpoint] = [
    .init("mlx", "4 bits", #"{"group_size": 64, "bits": 4}"#, key: "quantization") { matrix, _ in mlx(matrix, bits: 4)
    },
    .init("mlx", "bits by module", mlxModules, key: "quantization", tensors: mlxMixed),
    .init(
      "mlx", "tensors with a prefix that the modules' keys lack", mlxModules, prefix: "language_model.",
      tensors: mlxMixed),
    .init("mlx", "MXFP4", #"{"group_size": 32, "bits": 4, "mode": "mxfp4"}"#, key: "quantization") { matrix, _ in
      [
        ("weight", "U32", [matrix.outputs, matrix.inputs / 8]), ("scales", "U8", [matrix.outputs, matrix.inputs / 32]),
      ]
    },
  ]

  private static func groups(_ groups: String, _ more: String = #""format": "pack-quantized""#) -> String {
    #"{"quant_method": "compressed-tensors", \#(more), "config_groups": {\#(groups)}}"#
  }

  static let compressedForms: [PackedCheckpoint] = [
    .init(
      "compressed-tensors", "4 bits",
      groups(#""group_0": {"targets": ["Linear"], "weights": {"num_bits": 4, "group_size": 64}}"#)
    ) { matrix, _ in packed(matrix, bits: 4) },
    .init(
      "compressed-tensors", "groups by name, by expression and by class",
      groups(
        #""a": {"targets": ["Linear"], "weights": {"num_bits": 4}}, "b": {"targets": ["re:.*\\.down_proj$"], "#
          + #""weights": {"num_bits": 8}}, "c": {"targets": ["model.layers.1.self_attn.k_proj"], "#
          + #""weights": {"num_bits": 2}}"#)
    ) { matrix, layer in
      let own = matrix.role == "k_proj" && layer == 1 ? 2 : 4
      return packed(matrix, bits: matrix.role == "down_proj" ? 8 : own, group: nil)
    },
    .init(
      "compressed-tensors", "groups by class alone",
      groups(
        #""a": {"targets": ["LlamaMLP"], "weights": {"num_bits": 8}}, "b": {"targets": ["LlamaAttention"], "#
          + #""weights": {"num_bits": 4}}"#)
    ) { matrix, _ in packed(matrix, bits: matrix.module.contains("mlp") ? 8 : 4, group: nil) },
    .init(
      "compressed-tensors", "NVFP4",
      groups(
        #""a": {"targets": ["Linear"], "weights": {"num_bits": 4, "type": "float", "group_size": 16}}"#,
        #""format": "nvfp4-pack-quantized""#)
    ) { matrix, _ in
      [
        ("weight_packed", "U8", [matrix.outputs, matrix.inputs / 2]),
        ("weight_scale", "F8_E4M3", [matrix.outputs, matrix.inputs / 16]), ("weight_global_scale", "F32", [1]),
        ("input_global_scale", "F32", [1]),
      ]
    },
    .init(
      "compressed-tensors", "FP8 by channel",
      groups(
        #""a": {"targets": ["Linear"], "weights": {"num_bits": 8, "type": "float"}}"#, #""format": "float-quantized""#)
    ) { matrix, _ in
      [("weight", "F8_E4M3", [matrix.outputs, matrix.inputs]), ("weight_scale", "BF16", [matrix.outputs, 1])]
    },
    .init(
      "compressed-tensors", "2:4 sparse, beside masks",
      groups(
        #""a": {"targets": ["Linear"], "weights": {"num_bits": 8, "type": "float"}}"#,
        #""format": "float-quantized", "sparsity_config": {"format": "sparse-24-bitmask"}"#)
    ) { matrix, _ in
      [
        ("weight.compressed", "F8_E4M3", [matrix.outputs, matrix.inputs / 2]),
        ("weight.bitmask", "U8", [matrix.outputs, matrix.inputs / 8]), ("weight.shape", "I64", [2]),
        ("weight_scale", "BF16", [matrix.outputs, 1]),
      ]
    },
    .init(
      "compressed-tensors", "2:4 sparse, packed",
      groups(
        #""a": {"targets": ["Linear"], "weights": {"num_bits": 4, "group_size": 128}}"#, #""format": "marlin-24""#)
    ) { matrix, _ in
      [
        ("weight_packed", "I32", [matrix.inputs / 32, matrix.outputs * 2]),
        ("meta", "I16", [matrix.outputs, matrix.inputs / 16]), ("scale_packed", "F16", [1, matrix.outputs]),
      ]
    },
  ]
}
