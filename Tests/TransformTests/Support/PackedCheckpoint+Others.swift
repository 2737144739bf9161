/// Methods whose tensors follow from companions, from codes, or from what the config says of a module.
extension PackedCheckpoint {
  private static func hqq(_ module: Matrix, bits: Int) -> [Tensor] {
    let groups = module.outputs * module.inputs / 64
    return [
      ("W_q", "U8", [groups * bits / 8, 64]), ("scale", "F16", [groups, 1]), ("zero", "F16", [groups, 1]),
      ("nbits", "I64", []), ("shape", "I64", [2]),
    ]
  }

  /// SINQ packs ten weights of 3 bits into a word of 32, so that only the scales give their number.
  private static func sinq(_ module: Matrix, bits: Int) -> [Tensor] {
    let groups = module.outputs * module.inputs / 64
    return [
      bits == 3 ? ("W_q", "I32", [(groups + 9) / 10, 64]) : ("W_q", "U8", [groups * bits / 8, 64]),
      ("meta.scale", "F16", [groups, 1]), ("meta.zero", "F16", [groups, 1]), ("meta.scale2", "F16", [module.inputs]),
    ]
  }

  private static func torchAO(_ module: Matrix, perElement: Int, group: Int?) -> [Tensor] {
    [
      ("_weight_qdata", perElement == 2 ? "U8" : "I8", [module.outputs, module.inputs / perElement]),
      ("_weight_scale", "BF16", group.map { [module.inputs / $0, module.outputs] } ?? [module.outputs]),
    ]
  }

  private static let torchAOInt4 = #"{"_type": "Int4WeightOnlyConfig", "_data": {"group_size": 64}}"#
  private static let torchAOInt8 = #"{"_type": "Int8WeightOnlyConfig", "_data": {}}"#

  static let companionForms: [PackedCheckpoint] = [
    .init(
      "hqq", "4 bits",
      #"{"quant_method": "hqq", "quant_config": {"weight_quant_params": {"nbits": 4, "group_size": 64}}}"#
    ) { module, _ in hqq(module, bits: 4) },
    .init(
      "hqq", "bits by the end of a name",
      #"{"quant_method": "hqq", "quant_config": {"self_attn.q_proj": {"weight_quant_params": {"nbits": 4}}, "#
        + #""mlp.down_proj": {"weight_quant_params": {"nbits": 2}}, "self_attn": {"weight_quant_params": {"nbits": 8}}}, "#
        + #""nbits": 8}"#
    ) { module, _ in hqq(module, bits: module.role == "q_proj" ? 4 : module.role == "down_proj" ? 2 : 8) },
    .init(
      "gemma", "bits by module",
      #"{"quant_method": "gemma", "num_bits": 4, "module_quant_configs": {"layers\\.0\\.mlp": {"num_bits": 2}, "#
        + #""down_proj$": {"num_bits": 8}}}"#
    ) { module, layer in
      let bits = layer == 0 && module.module.contains(".mlp.") ? 2 : module.role == "down_proj" ? 8 : 4
      return [
        ("weight", bits == 8 ? "I8" : "U8", [module.outputs, module.inputs * bits / 8]),
        ("weight_scale", "F32", [module.outputs, 1]), ("input_activation_scale", "F32", []),
        ("output_activation_scale", "F32", []),
      ]
    },
    .init("fouroversix", "4 bits", #"{"quant_method": "fouroversix", "dtype": "nvfp4"}"#) { module, _ in
      [
        ("quantized_weight_values", "U8", [module.outputs, module.inputs / 2]),
        ("quantized_weight_scale_factors", "F8_E4M3", [module.outputs * module.inputs / 16]),
        ("quantized_weight_amax", "F32", [1]), ("quantized_weight_metadata", "I32", [6]),
      ]
    },
    .init("sinq", "4 bits", #"{"quant_method": "sinq", "nbits": 4, "group_size": 64}"#) { module, _ in
      sinq(module, bits: 4)
    },
    .init("sinq", "3 bits", #"{"quant_method": "sinq", "nbits": 3, "group_size": 64}"#) { module, _ in
      sinq(module, bits: 3)
    },
    .init("torchao", "4 bits", #"{"quant_method": "torchao", "quant_type": {"default": \#(torchAOInt4)}}"#) {
      module, _ in torchAO(module, perElement: 2, group: 64)
    },
    .init("torchao", "8 bits", #"{"quant_method": "torchao", "quant_type": {"default": \#(torchAOInt8)}}"#) {
      module, _ in torchAO(module, perElement: 1, group: nil)
    },
    .init(
      "torchao", "types by module",
      #"{"quant_method": "torchao", "quant_type": {"default": {"_type": "FqnToConfig", "_data": {"fqn_to_config": "#
        + #"{"_default": \#(torchAOInt8), "re:.*down_proj": \#(torchAOInt4)}}}}}"#
    ) { module, _ in
      module.role == "down_proj"
        ? torchAO(module, perElement: 2, group: 64) : torchAO(module, perElement: 1, group: nil)
    },
    .init(
      "torchao", "4 bits, a byte each",
      #"{"quant_method": "torchao", "quant_type": {"default": {"_type": "IntxWeightOnlyConfig", "#
        + #""_data": {"weight_dtype": {"_data": "int4", "_type": "torch.dtype"}}}}}"#
    ) { module, _ in torchAO(module, perElement: 1, group: nil) },
    .init(
      "torchao", "4 bits in tiles, scales beside zero points",
      #"{"quant_method": "torchao", "quant_type": {"default": \#(torchAOInt4)}}"#
    ) { module, _ in
      [
        ("_weight_qdata", "I32", [module.outputs / 8, module.inputs / 64, 32, 2]),
        ("_weight_scale_and_zero", "BF16", [module.inputs / 64, module.outputs, 2]),
      ]
    },
    .init(
      "torchao", "4 bits, scales by group and by row",
      #"{"quant_method": "torchao", "quant_type": {"default": {"_type": "Float8DynamicActivationInt4WeightConfig", "#
        + #""_data": {}}}}"#
    ) { module, _ in
      [
        ("_weight_qdata", "I8", [module.outputs, module.inputs / 2]),
        ("_weight_group_scale", "F8_E4M3", [module.inputs / 64, 8, module.outputs]),
        ("_weight_row_scale", "F32", [module.outputs]),
      ]
    },
    .init(
      "torchao", "NVFP4, by names with a colon",
      #"{"quant_method": "torchao", "quant_type": {"default": {"_type": "NVFP4DynamicActivationNVFP4WeightConfig", "#
        + #""_data": {}}}}"#
    ) { module, _ in
      [
        ("weight:qdata", "U8", [module.outputs, module.inputs / 2]),
        ("weight:scale", "F8_E4M3", [module.outputs, module.inputs / 16]), ("weight:per_tensor_scale", "F32", []),
      ]
    },
    .init(
      "torchao", "a byte each by default, and 8 bits for some",
      #"{"quant_method": "torchao", "quant_type": {"default": {"_type": "ModuleFqnToConfig", "_data": "#
        + #"{"module_fqn_to_config": {"_default": {"_type": "Int8DynamicActivationIntxWeightConfig", "_data": "#
        + #"{"weight_dtype": {"_data": "int4", "_type": "torch.dtype"}}}, "re:.*k_proj": \#(torchAOInt8)}}}}}"#
    ) { module, _ in torchAO(module, perElement: 1, group: 32) },
    .init("exl2", "mixed bits", #"{"quant_method": "exl2", "bits": 4.65, "head_bits": 6}"#) { module, _ in
      [
        ("q_weight", "I32", [module.inputs * 5 / 32 + 1, module.outputs]), ("q_invperm", "I32", [module.inputs]),
        ("q_scale", "I32", [2, module.outputs / 8]), ("q_scale_max", "F16", [2]), ("q_groups", "I16", [4]),
      ]
    },
    .init("exl3", "tiles", #"{"quant_method": "exl3", "bits": 3.0}"#) { module, _ in
      [
        ("trellis", "I16", [module.inputs / 16, module.outputs / 16, 48]), ("suh", "F16", [module.inputs]),
        ("svh", "F16", [module.outputs]), ("mcg", "I32", []),
      ]
    },
  ]

  static let codeForms: [PackedCheckpoint] = [
    .init(
      "aqlm", "one codebook",
      #"{"quant_method": "aqlm", "in_group_size": 8, "out_group_size": 1, "num_codebooks": 1, "nbits_per_codebook": 16}"#
    ) { module, _ in codes(module, codebooks: 1) },
    .init(
      "aqlm", "two codebooks",
      #"{"quant_method": "aqlm", "in_group_size": 8, "out_group_size": 1, "num_codebooks": 2, "nbits_per_codebook": 8}"#
    ) { module, _ in codes(module, codebooks: 2) },
    .init("vptq", "sizes by module", vptq) { module, _ in
      [
        ("indices", "I32", [1, module.outputs, 9]), ("centroids.weight", "BF16", [1, 2048]),
        ("weight_scale", "BF16", [module.inputs]), ("weight_bias", "BF16", [module.inputs]),
        ("perm", "I16", [module.inputs]),
      ]
    },
    .init("higgs", "4 bits", #"{"quant_method": "higgs", "bits": 4, "group_size": 256}"#) { module, _ in
      [
        ("weight", "I16", [module.outputs / 4, module.inputs]), ("scales", "F16", [module.outputs, 1]),
        ("tables", "F16", [16, 2]), ("tables2", "F32", [256]),
      ]
    },
    .init("fp_quant", "4 bits", #"{"quant_method": "fp_quant", "forward_dtype": "mxfp4"}"#) { module, _ in
      [
        ("qweight", "U8", [module.outputs, module.inputs / 2]), ("scales", "U8", [module.outputs, module.inputs / 32]),
        ("forward_hadamard_matrix", "BF16", [32, 32]), ("weight_global_scale", "F32", [1]),
      ]
    },
    .init("qqq", "4 bits", #"{"quant_method": "qqq", "wbits": 4}"#) { module, _ in
      [
        ("B", "I32", [module.inputs / 16, module.outputs * 2]), ("s_channel", "F32", [1, module.outputs]),
        ("s_group", "F16", [module.inputs / 64, module.outputs]),
      ]
    },
    .init("squeezellm", "4 bits", #"{"quant_method": "squeezellm", "wbits": 4}"#) { module, _ in
      [("qweight", "I32", [module.inputs / 8, module.outputs]), ("lookup_table", "F16", [module.outputs, 16])]
    },
    .init("quark", "4 bits in words", quark("int4")) { module, _ in
      [("weight", "I32", [module.inputs, module.outputs / 8]), ("weight_scale", "BF16", [module.outputs, 1])]
    },
    .init(
      "quark", "types by pattern",
      #"{"quant_method": "quark", "global_quant_config": {"weight": {"dtype": "fp4"}}, "#
        + #""layer_quant_config": {"*.down_proj": {"weight": {"dtype": "int8"}}}}"#
    ) { module, _ in
      let perElement = module.role == "down_proj" ? 1 : 2
      return [
        ("weight", perElement == 1 ? "I8" : "U8", [module.outputs, module.inputs / perElement]),
        ("weight_scale", "U8", [module.outputs, module.inputs / 32]),
      ]
    },
  ]

  private static func codes(_ module: Matrix, codebooks: Int) -> [Tensor] {
    [
      ("codes", codebooks == 1 ? "I16" : "I8", [module.outputs, module.inputs / 8, codebooks]),
      ("codebooks", "F16", [codebooks, 256, 1, 8]), ("scales", "F16", [module.outputs, 1, 1, 1]),
    ]
  }

  private static func quark(_ dtype: String) -> String {
    #"{"quant_method": "quark", "global_quant_config": {"weight": {"dtype": "\#(dtype)"}}}"#
  }

  private static var vptq: String {
    let modules = matrices.flatMap { matrix in
      (0..<layers).map { layer in
        let name = matrix.module.split(separator: "*").joined(separator: String(layer))
        return #""\#(name)": {"in_features": \#(matrix.inputs), "out_features": \#(matrix.outputs), "#
          + #""vector_lens": [-1, 8], "num_centroids": [-1, 65536], "num_res_centroids": [-1, 256]}"#
      }
    }
    return #"{"quant_method": "vptq", "config_for_layers": {\#(modules.joined(separator: ", "))}}"#
  }
}
