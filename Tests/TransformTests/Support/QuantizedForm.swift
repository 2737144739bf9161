import Testing

/// One form in which a checkpoint says how it is quantized.
struct QuantizedForm: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Members of the config.
  var config = ""
  /// Members of the snapshot.
  var snapshot = ""
  /// The method and bits that are reported; nil when nothing is quantized.
  let reported: String?

  /// A form of `quantization_config`.
  static func config(_ description: String, _ quantization: String, says reported: String?) -> QuantizedForm {
    QuantizedForm(testDescription: description, config: #""quantization_config": \#(quantization)"#, reported: reported)
  }

  private static func torchAO(_ type: String, _ data: String) -> String {
    #"{"quant_method": "torchao", "quant_type": {"default": {"_type": "\#(type)", "_version": 1, "_data": {\#(data)}}}}"#
  }

  private static func groups(_ weights: String) -> String { #""config_groups": {"group_0": {"weights": \#(weights)}}"# }

  private static func sidecar(_ description: String, _ quantization: String, says reported: String?) -> QuantizedForm {
    let file = #""hf_quant_config": {"producer": {"name": "modelopt"}, "quantization": \#(quantization)}"#
    return QuantizedForm(testDescription: description, snapshot: file, reported: reported)
  }

  private static func gguf(_ types: String, says reported: String?) -> QuantizedForm {
    let weights =
      #""weights": {"source": "gguf", "format": "gguf", "parameters": 1000, "parameters_by_dtype": \#(types)}"#
    return QuantizedForm(testDescription: "GGUF \(types)", snapshot: weights, reported: reported)
  }

  static let byMethod: [QuantizedForm] = [
    .config("GPTQ", #"{"quant_method": "gptq", "bits": 8, "group_size": 128, "desc_act": true}"#, says: "gptq 8"),
    .config("AWQ", #"{"quant_method": "awq", "bits": 4, "zero_point": true, "version": "gemm"}"#, says: "awq 4"),
    .config("AWQ, older keys", #"{"quant_method": "awq", "w_bit": 4, "q_group_size": 128}"#, says: "awq 4"),
    .config("bitsandbytes 4", #"{"quant_method": "bitsandbytes", "load_in_4bit": true}"#, says: "bitsandbytes 4"),
    .config(
      "bitsandbytes 8", #"{"quant_method": "bitsandbytes", "load_in_4bit": false, "load_in_8bit": true}"#,
      says: "bitsandbytes 8"),
    .config(
      "FP8 in blocks", #"{"quant_method": "fp8", "fmt": "e4m3", "weight_block_size": [128, 128]}"#, says: "fp8 8"),
    .config("FBGEMM", #"{"quant_method": "fbgemm_fp8", "activation_scale_ub": 1200}"#, says: "fbgemm_fp8 8"),
    .config("MXFP4", #"{"quant_method": "mxfp4", "modules_to_not_convert": ["lm_head"]}"#, says: "mxfp4 4"),
    .config("NVFP4 of ModelOpt", #"{"quant_method": "modelopt", "quant_algo": "NVFP4"}"#, says: "modelopt 4"),
    .config("FP8 of ModelOpt", #"{"quant_method": "modelopt", "quant_algo": "FP8"}"#, says: "modelopt 8"),
    .config("EXL2", #"{"quant_method": "exl2", "version": "0.1.5", "bits": 4.65, "head_bits": 6}"#, says: "exl2 4.65"),
    .config("EXL3", #"{"quant_method": "exl3", "bits": 3.0}"#, says: "exl3 3"),
    .config(
      "HQQ", #"{"quant_method": "hqq", "quant_config": {"weight_quant_params": {"nbits": 3, "group_size": 64}}}"#,
      says: "hqq 3"),
    .config(
      "FourOverSix", #"{"quant_method": "fouroversix", "dtype": "nvfp4", "scale_rule": "mse"}"#, says: "fouroversix 4"),
    .config(
      "Gemma's quantization", #"{"quant_method": "gemma", "num_bits": 4, "quantize_embeddings": true}"#, says: "gemma 4"
    ),
    .config("SINQ", #"{"quant_method": "sinq", "nbits": 3, "group_size": 64, "tiling_mode": "1D"}"#, says: "sinq 3"),
    .config("BitNet", #"{"quant_method": "bitnet", "linear_class": "autobitlinear"}"#, says: "bitnet 1.58"),
    .config(
      "AQLM", #"{"quant_method": "aqlm", "nbits_per_codebook": 16, "num_codebooks": 1, "in_group_size": 8}"#,
      says: "aqlm 2"),
    .config("torchao", #"{"quant_method": "torchao", "quant_type": "int4_weight_only"}"#, says: "torchao 4"),
    .config(
      "torchao, unsigned integers",
      torchAO("UIntXWeightOnlyConfig", #""dtype": {"_type": "torch.dtype", "_data": "uint4"}"#),
      says: "torchao 4"),
    .config(
      "torchao, unsigned integers by name", torchAO("UIntXWeightOnlyConfig", #""dtype": "uint2""#), says: "torchao 2"),
    .config("torchao, small floats", torchAO("FPXWeightOnlyConfig", #""ebits": 3, "mbits": 2"#), says: "torchao 6"),
    .config(
      "torchao, Gemlite", torchAO("GemliteUIntXWeightOnlyConfig", #""bit_width": 4, "packing_bitwidth": 32"#),
      says: "torchao 4"),
    .config(
      "torchao, small floats by their older name",
      #"{"quant_method": "torchao", "quant_type": "fpx_weight_only", "quant_type_kwargs": {"ebits": 2, "mbits": 1}}"#,
      says: "torchao 4"),
    .config(
      "torchao, implausible floats", torchAO("FPXWeightOnlyConfig", #""ebits": 1e9, "mbits": 2"#), says: "torchao"),
    .config(
      "bitsandbytes, an attribute alone", #"{"quant_method": "bitsandbytes", "_load_in_4bit": true}"#,
      says: "bitsandbytes 4"),
    .config("bitsandbytes, an attribute without a method", #"{"_load_in_8bit": true}"#, says: "bitsandbytes 8"),
    .config(
      "HQQ, different bits by module",
      #"{"quant_method": "hqq", "quant_config": {"self_attn.q_proj": {"weight_quant_params": {"nbits": 4}}, "#
        + #""mlp.up_proj": {"weight_quant_params": {"nbits": 3}}}}"#, says: "hqq 3"),
    .config("Quanto", #"{"quant_method": "quanto", "weights": "int8"}"#, says: "quanto 8"),
    .config("an unknown method", #"{"quant_method": "next_month", "anything": 1}"#, says: "next_month"),
  ]

  static let compressedTensors: [QuantizedForm] = [
    .config(
      "compressed-tensors, pack-quantized",
      #"{"quant_method": "compressed-tensors", "format": "pack-quantized", "#
        + groups(#"{"num_bits": 4, "type": "int", "group_size": 128}"#) + "}", says: "compressed-tensors 4"),
    .config(
      "compressed-tensors, nvfp4-pack-quantized",
      #"{"quant_method": "compressed-tensors", "format": "nvfp4-pack-quantized", "#
        + groups(#"{"num_bits": 4, "type": "float", "group_size": 16}"#) + "}", says: "compressed-tensors 4"),
    .config(
      "compressed-tensors, float-quantized",
      #"{"quant_method": "compressed-tensors", "format": "float-quantized", "#
        + groups(#"{"num_bits": 8, "type": "float", "strategy": "channel"}"#) + "}", says: "compressed-tensors 8"),
    .config(
      "compressed-tensors, activations of other bits",
      #"{"quant_method": "compressed-tensors", "config_groups": {"group_0": {"input_activations": {"num_bits": 8}, "#
        + #""weights": {"num_bits": 4}}}}"#, says: "compressed-tensors 4"),
    QuantizedForm(
      testDescription: "compressed-tensors under its older key",
      config: #""compression_config": {"quant_method": "compressed-tensors", \#(groups(#"{"num_bits": 8}"#))}"#,
      reported: "compressed-tensors 8"),
  ]

  static let unnamed: [QuantizedForm] = [
    .config("FP8 without a method", #"{"activation_scheme": "static", "ignored_layers": ["lm_head"]}"#, says: "fp8 8"),
    .config("compressed-tensors without a method", "{\(groups(#"{"num_bits": 8}"#))}", says: "compressed-tensors 8"),
    .config("GPTQ without a method", #"{"bits": 3, "desc_act": false, "group_size": 128}"#, says: "gptq 3"),
    .config("AWQ without a method", #"{"zero_point": true, "w_bit": 4}"#, says: "awq 4"),
    .config("bitsandbytes without a method", #"{"load_in_8bit": true}"#, says: "bitsandbytes 8"),
    .config("a null method", #"{"quant_method": null, "quant_algo": "NVFP4"}"#, says: "modelopt 4"),
    QuantizedForm(
      testDescription: "MLX", config: #""quantization": {"group_size": 64, "bits": 4}"#, reported: "mlx 4"),
    QuantizedForm(testDescription: "ChatGLM", config: #""quantization_bit": 4"#, reported: "chatglm 4"),
    QuantizedForm(testDescription: "ChatGLM without", config: #""quantization_bit": 0"#, reported: nil),
    .config("nothing", "{}", says: nil),
    .config("null", "null", says: nil),
  ]

  private static func vptq(_ key: String, _ centroids: Int, _ residual: Int, _ length: Int) -> String {
    #""\#(key)": {"a": {"vector_lens": [-1, \#(length)], "num_centroids": [-1, \#(centroids)], "#
      + #""num_res_centroids": [-1, \#(residual)]}}"#
  }

  static let ofNamesAndCodes: [QuantizedForm] = [
    .config("VPTQ", #"{"quant_method": "vptq", \#(vptq("config_for_layers", 65536, 256, 8))}"#, says: "vptq 3"),
    .config(
      "VPTQ without residuals", #"{"quant_method": "vptq", \#(vptq("config_for_layers", 256, -1, 4))}"#, says: "vptq 2"),
    .config(
      "VPTQ with shared settings",
      #"{"quant_method": "vptq", \#(vptq("config_for_layers", 65536, 65536, 8)), "#
        + #"\#(vptq("shared_layer_config", 65536, 65536, 16))}"#, says: "vptq 2"),
    .config(
      "VPTQ of no length", #"{"quant_method": "vptq", \#(vptq("config_for_layers", 65536, 256, 0))}"#, says: "vptq"),
    .config("an unknown method of 8 bits", #"{"quant_method": "tpu_int8"}"#, says: "tpu_int8 8"),
    .config("an unknown method of 6 bits", #"{"quant_method": "fp6"}"#, says: "fp6 6"),
    .config("an unknown method of 4 bits", #"{"quant_method": "a8w4"}"#, says: "a8w4 4"),
    .config("an unknown method with activations", #"{"quant_method": "moe_wna16"}"#, says: "moe_wna16"),
    .config("an unknown method with a version", #"{"quant_method": "quip2"}"#, says: "quip2"),
  ]

  static let elsewhere: [QuantizedForm] = [
    .sidecar("hf_quant_config.json", #"{"quant_algo": "NVFP4", "group_size": 16}"#, says: "modelopt 4"),
    .sidecar("hf_quant_config.json, FP8", #"{"quant_algo": "FP8", "kv_cache_quant_algo": null}"#, says: "modelopt 8"),
    .sidecar("hf_quant_config.json, W4A8", #"{"quant_algo": "W4A8_AWQ"}"#, says: "modelopt 4"),
    .sidecar(
      "hf_quant_config.json, mixed",
      #"{"quant_algo": "MIXED_PRECISION", "quantized_layers": {"a": {"quant_algo": "FP8"}, "#
        + #""b": {"quant_algo": "NVFP4"}}}"#, says: "modelopt 4"),
    .sidecar(
      "hf_quant_config.json, their own experts", #"{"quant_algo": "MIXED_PRECISION", "moe_quant_algo": "NVFP4"}"#,
      says: "modelopt 4"),
    .sidecar("hf_quant_config.json of the cache alone", #"{"kv_cache_quant_algo": "FP8"}"#, says: nil),
    QuantizedForm(
      testDescription: "experts of FP4 in a checkpoint of FP8",
      config: #""expert_dtype": "fp4", "quantization_config": {"quant_method": "fp8", "fmt": "e4m3"}"#,
      reported: "fp8 8"),
    QuantizedForm(
      testDescription: "the config comes before the sidecar",
      config: #""quantization_config": {"quant_method": "fp8"}"#,
      snapshot: #""hf_quant_config": {"quantization": {"quant_algo": "NVFP4"}}"#, reported: "fp8 8"),
    QuantizedForm(
      testDescription: "GGUF beside a config that states the nominal bits",
      config: #""quantization_config": {"quant_method": "gguf", "bits": 4}"#,
      snapshot: gguf(#"{"Q4_K": 900, "Q6_K": 100}"#, says: nil).snapshot, reported: "gguf 4.71"),
    .config("BitNet, with the bits of its containers", #"{"quant_method": "bitnet", "bits": 2}"#, says: "bitnet 1.58"),
    .config("a method in capitals", #"{"quant_method": "MXFP4"}"#, says: "MXFP4 4"),
    .gguf(#"{"Q4_K": 900, "Q6_K": 100}"#, says: "gguf 4.71"), .gguf(#"{"Q8_0": 1000}"#, says: "gguf 8.5"),
    .gguf(#"{"F32": 10, "IQ2_XXS": 990}"#, says: "gguf 2.36"), .gguf(#"{"MXFP4": 1000}"#, says: "gguf 4.25"),
    .gguf(#"{"Q9_Z": 1000}"#, says: nil),
  ]
}
