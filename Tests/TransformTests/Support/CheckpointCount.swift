import Testing

/// A published checkpoint's count, and the messages that are expected for it.
struct CheckpointCount: CustomTestStringConvertible, Sendable {
  /// The fixture whose config it has.
  let fixture: String
  /// What is special.
  let testDescription: String
  /// Members of the config beside the fixture's.
  let members: String
  /// The snapshot's weights.
  let weights: String
  /// The parameters that are reported.
  let reported: Int
  /// What stderr says among other things, after its severity, or what only `--explain` says; nil when neither does.
  let remark: String?

  init(
    _ fixture: String, _ description: String, adding members: String = "", in source: String = "hub", _ parameters: Int,
    dtypes: String = "{}", says reported: Int, _ remark: String?
  ) {
    self.fixture = fixture
    testDescription = "\(fixture): \(description)"
    self.members = members
    weights =
      #"{"source": "\#(source)", "parameters": \#(parameters), "parameters_by_dtype": \#(dtypes)}"#
    self.reported = reported
    self.remark = remark
  }

  private static let fp8 = #""quantization_config": {"quant_method": "fp8", "weight_block_size": [128, 128]}"#
  private static let awq = #""quantization_config": {"quant_method": "awq", "bits": 4, "group_size": 128}"#
  private static let gptq = #""quantization_config": {"quant_method": "gptq", "bits": 4, "group_size": 128}"#
  private static let nf4 =
    #""quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": true, "bnb_4bit_quant_type": "nf4"}"#
  private static let packed =
    #""quantization_config": {"quant_method": "compressed-tensors", "format": "pack-quantized", "config_groups": "#
    + #"{"group_0": {"weights": {"num_bits": 4, "group_size": 128, "type": "int"}}}}"#
  private static let nvfp4 = #""quantization_config": {"quant_method": "modelopt", "quant_algo": "NVFP4"}"#
  private static let fp8PerRow =
    #""quantization_config": {"quant_method": "compressed-tensors", "format": "float-quantized", "config_groups": "#
    + #"{"group_0": {"weights": {"num_bits": 8, "type": "float", "strategy": "channel"}}}}"#
  private static let mxfp4 = #""quantization_config": {"quant_method": "mxfp4"}"#
  private static let hqq =
    #""quantization_config": {"quant_method": "hqq", "quant_config": {"weight_quant_params": {"nbits": 4}}}"#
  private static let hqq8 =
    #""quantization_config": {"quant_method": "hqq", "quant_config": {"weight_quant_params": "#
    + #"{"nbits": 8, "group_size": 64}}}"#
  private static let nf4InFloats =
    #""quantization_config": {"load_in_4bit": true, "bnb_4bit_quant_storage": "bfloat16"}"#
  private static let int8 = #""quantization_config": {"quant_method": "modelopt", "quant_algo": "W8A8_SQ_PER_CHANNEL"}"#
  private static let fp8InBlocks =
    #""quantization_config": {"quant_method": "modelopt", "quant_algo": "FP8_PB_WO", "group_size": 128}"#
  private static let mxfp8 = #""quantization_config": {"quant_method": "modelopt", "quant_algo": "MXFP8"}"#
  private static let bitnet = #""quantization_config": {"quant_method": "bitnet"}"#
  private static let mlxNVFP4 = #""quantization": {"group_size": 16, "bits": 4, "mode": "nvfp4"}"#

  private static let intx =
    #""quantization_config": {"quant_method": "torchao", "quant_type": {"default": {"_type": "ModuleFqnToConfig", "#
    + #""_data": {"module_fqn_to_config": {"_default": {"_type": "Int8DynamicActivationIntxWeightConfig"}}}}}}"#
  private static let marlin24 = #""quantization_config": {"quant_method": "gptq_marlin_24", "bits": 4}"#
  private static let dFloat11 = #""dfloat11_config": {"version": "0.2.0", "bytes_per_thread": 8}"#
  private static let unknown = #""quantization_config": {"quant_method": "next_month", "bits": 8}"#

  /// The surplus of real checkpoints, by its causes.
  static let corrected = [
    CheckpointCount(
      "qwen3", "tied embeddings saved twice", 751_632_384, says: 596_049_920,
      "note: tied embeddings saved twice (155582464)"),
    CheckpointCount(
      "qwen3", "tied embeddings saved twice, in headers", in: "safetensors", 751_632_384, says: 596_049_920,
      "note: tied embeddings saved twice (155582464)"),
    CheckpointCount(
      "qwen3", "tied embeddings saved twice, and scales", adding: fp8, 751_659_264, says: 596_049_920,
      "note: tied embeddings saved twice and scales of the quantized weights (155609344)"),
    CheckpointCount(
      "gpt-oss", "MXFP4 scales, one for 32 expert weights", 116_829_156_672 + 114_661_785_600 / 32,
      says: 116_829_156_672, "explain: less 3583180800 of scales of the quantized weights"),
    CheckpointCount(
      "minimax-m2", "FP8 scales and router biases", 228_689_748_992 + 13_895_936, says: 228_689_748_992,
      "explain: less 13895936 of scales of the quantized weights"),
    CheckpointCount(
      "deepseek-v3", "a multi-token-prediction layer with embeddings and head, and scales", 684_531_386_000,
      says: 671_026_404_352,
      "note: multi-token-prediction layers and scales of the quantized weights (13504981648)"),
    CheckpointCount(
      "glm-dsa", "a multi-token-prediction layer without embeddings", 743_377_000_704 + 9_952_920_320,
      says: 743_377_000_704, "note: multi-token-prediction layers (9952920320)"),
    CheckpointCount(
      "qwen3-next", "a multi-token-prediction layer that the config does not mention", 81_324_862_720,
      says: 79_674_391_296, "note: multi-token-prediction layers (1650471424)"),
    CheckpointCount(
      "gpt2", "causal masks in each layer", 137_022_720, says: 124_439_808, "note: causal masks (12582912)"),
    CheckpointCount(
      "mistral", "FP8 with a scale for each row", adding: fp8PerRow, 7_241_732_096 + 32 * 43_008,
      says: 7_241_732_096, "explain: less 1376256 of scales of the quantized weights"),
    CheckpointCount(
      "gpt-neox", "causal masks and rotary tables in each layer", 1_414_647_808 + 24 * (2048 * 2048 + 17),
      says: 1_414_647_808, "note: causal masks and buffers (100663704)"),
    CheckpointCount(
      "mistral", "rotary tables in each layer", 7_241_732_096 + 32 * 64, says: 7_241_732_096,
      "explain: less 2048 of buffers"),
    CheckpointCount(
      "mistral", "AWQ, unpacked by the Hub, with scales and zero points", adding: awq, 7_350_784_000,
      says: 7_241_732_096, "explain: less 109051904 of scales of the quantized weights"),
  ]

  /// The surplus of methods whose scales are of another kind than those above.
  static let scales = [
    CheckpointCount(
      "mistral", "INT8 with a scale for each row and a factor for each column", adding: int8,
      7_241_732_096 + 32 * (43_008 + 43_008), says: 7_241_732_096, "explain: less 2752512 of scales"),
    CheckpointCount(
      "mistral", "FP8 in blocks, by ModelOpt's name for them", adding: fp8InBlocks,
      7_241_732_096 + 6_979_321_856 / (128 * 128), says: 7_241_732_096, "explain: less 425984 of scales"),
    CheckpointCount(
      "mistral", "MXFP8, by ModelOpt's name for it", adding: mxfp8, 7_241_732_096 + 6_979_321_856 / 32,
      says: 7_241_732_096, "explain: less 218103808 of scales"),
    CheckpointCount(
      "mistral", "HQQ of 8 bits, with scales and zero points", adding: hqq8, 7_241_732_096 + 6_979_321_856 / 32,
      says: 7_241_732_096, "explain: less 218103808 of scales"),
  ]

  private static let vptq =
    #""quantization_config": {"quant_method": "vptq", "config_for_layers": {"a": {"#
    + #""vector_lens": [-1, 8], "num_centroids": [-1, 65536], "num_res_centroids": [-1, 256]}}}"#

  /// The surplus of weights whose packing the config does not describe in full.
  static let undescribed = [
    CheckpointCount(
      "mistral", "Ascend's INT8, with four values for each row",
      adding: #""quantization_config": {"quant_method": "ascend"}"#, 7_241_732_096 + 4 * 32 * 43_008,
      dtypes: #"{"I8": 6979321856, "BF16": 262410240, "F32": 5505024}"#, says: 7_241_732_096,
      "explain: less 5505024 of scales"),
    CheckpointCount(
      "mistral", "VPTQ, with large tables of centroids", adding: vptq, 654_311_424 + 262_410_240 + 1_500_000_000,
      dtypes: #"{"I32": 654311424, "BF16": 1762410240}"#, says: 7_241_732_096, "explain: which hold weights of 3 bits"),
    CheckpointCount(
      "mistral", "torchao's groups of 32, which the config does not state", adding: intx,
      7_241_732_096 + 2 * 6_979_321_856 / 32, says: 7_241_732_096, "explain: less 436207616 of scales"),
    CheckpointCount(
      "mistral", "scales of a quantized KV cache", 7_241_732_096 + 2 * 32, says: 7_241_732_096,
      "explain: less 64 of buffers"),
    CheckpointCount(
      "mistral", "DFloat11", adding: dFloat11, 9_957_381_632, dtypes: #"{"U8": 9957381632}"#, says: 7_241_732_096,
      "explain: which hold weights of 11 bits"),
    CheckpointCount(
      "mistral", "bytes with scales, although no config says so", 7_241_732_096 + 2 * 6_979_321_856 / 32,
      dtypes: #"{"I8": 6979321856, "BF16": 698617856}"#, says: 7_241_732_096, "warning: with about 8 bits each"),
    CheckpointCount(
      "mistral", "bytes with scales of an unknown method", adding: unknown, 7_241_732_096 + 2 * 6_979_321_856 / 16,
      dtypes: #"{"I8": 6979321856, "F16": 1134825472}"#, says: 7_241_732_096, "note: the surplus can be scales"),
  ]

  /// Checkpoints whose containers hold several values each.
  static let packedOnes = [
    CheckpointCount(
      "mistral", "AWQ", adding: awq, 1_196_167_168, dtypes: #"{"I32": 879230976, "F16": 316936192}"#,
      says: 7_241_732_096, "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "GPTQ", adding: gptq, 1_196_990_464, dtypes: #"{"I32": 880054272, "F16": 316936192}"#,
      says: 7_241_732_096, "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "4-bit compressed-tensors", adding: packed, 1_189_351_872,
      dtypes: #"{"I64": 448, "I32": 872415232, "BF16": 316936192}"#, says: 7_241_732_096,
      "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "bitsandbytes NF4", adding: nf4, 3_863_040_000,
      dtypes: #"{"F32": 1703936, "U8": 3598714880, "BF16": 262410240}"#, says: 7_241_732_096,
      "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "NVFP4", adding: nvfp4, 4_188_279_232,
      dtypes: #"{"F32": 448, "U8": 3489660928, "F8_E4M3": 436207616, "BF16": 262410240}"#, says: 7_241_732_096,
      "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "HQQ", adding: hqq, 3_970_711_552, dtypes: #"{"U8": 3489660928, "F16": 481050624}"#,
      says: 7_241_732_096, "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "bitsandbytes NF4, stored as another type", adding: nf4InFloats, 2_007_240_704 + 109_051_904,
      dtypes: #"{"BF16": 2007240704, "U8": 109051904}"#, says: 7_241_732_096, "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "BitNet, with 2 bits for 1.58", adding: bitnet, 2_007_240_704,
      dtypes: #"{"U8": 1744830464, "BF16": 262410240}"#, says: 7_241_732_096,
      "explain: which hold weights of 1.58 bits"),
    CheckpointCount(
      "mistral", "MLX's NVFP4, with scales in bytes", adding: mlxNVFP4, 1_358_217_216,
      dtypes: #"{"U32": 905183232, "U8": 452608000, "BF16": 266240}"#, says: 7_241_732_096,
      "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "Marlin's 2:4 sparsity, with half of the weights", adding: marlin24, 436_207_616 * 2 + 262_410_240,
      dtypes: #"{"I32": 436207616, "I16": 436207616, "BF16": 262410240}"#, says: 7_241_732_096,
      "explain: which hold weights of 4 bits"),
    CheckpointCount(
      "mistral", "packed, although no config says how", 1_196_167_168, dtypes: #"{"I32": 879230976}"#,
      says: 7_241_732_096, "warning: about 4 bits each"),
    CheckpointCount(
      "mistral", "packed twice as many layers as the config has", adding: awq, 2_068_582_400,
      dtypes: #"{"I32": 1751646208, "F16": 316936192}"#, says: 14_330_105_856, "warning: config.json does not explain"),
  ]

  /// A surplus for another reason stays.
  static let kept = [
    CheckpointCount(
      "mistral", "bytes of an unknown method, too many for scales", adding: unknown, 9_241_732_096,
      dtypes: #"{"I8": 8979321856, "F16": 262410240}"#, says: 9_241_732_096,
      "warning: may hold more than the language model"),
    CheckpointCount("mistral", "a value head", 7_241_732_096 + 4097, says: 7_241_736_193, nil),
    CheckpointCount(
      "falcon-grouped-query", "what only many causes together would explain", adding: mxfp4, 44_000_000_000,
      says: 44_000_000_000, "warning: may hold more than the language model"),
    CheckpointCount("mistral", "norms of queries and keys", 7_241_732_096 + 32 * 256, says: 7_241_740_288, nil),
    CheckpointCount(
      "mistral", "an adapter beside it", 7_241_732_096 + 41_943_040, says: 7_283_675_136,
      "note: the weights' count is reported"),
    CheckpointCount(
      "qwen3", "1,000 added tokens", 596_049_920 + 1_024_000 * 10, says: 606_289_920,
      "warning: may hold more than the language model"),
    CheckpointCount(
      "qwen3", "embeddings saved twice, almost", 751_632_384 + 5_000_000, says: 756_632_384,
      "warning: may hold more than the language model"),
    CheckpointCount(
      "mistral", "embeddings that are not tied, saved again", 7_241_732_096 + 131_072_000, says: 7_372_804_096,
      "warning: may hold more than the language model"),
    CheckpointCount(
      "qwen3-moe", "one more layer", 30_532_122_624 + 623_120_640, says: 31_155_243_264,
      "warning: may hold more than the language model"),
    CheckpointCount(
      "deepseek-v3", "half a multi-token-prediction layer", 671_026_404_352 + 7_000_000_000, says: 678_026_404_352,
      "warning: may hold more than the language model"),
    CheckpointCount(
      "mistral", "FP8 with 5 % more", adding: fp8, 7_603_818_700, says: 7_603_818_700,
      "warning: may hold more than the language model"),
    CheckpointCount(
      "mistral", "AWQ headers, which leave scales out, with 5 % more", adding: awq, in: "safetensors", 7_603_818_700,
      says: 7_603_818_700, "warning: may hold more than the language model"),
    CheckpointCount(
      "mistral", "GGUF", in: "gguf", 7_241_732_096, dtypes: #"{"Q4_K": 7241732096}"#, says: 7_241_732_096, nil),
    CheckpointCount(
      "mistral", "GGUF with 5 % more", in: "gguf", 7_603_818_700, dtypes: #"{"Q4_K": 7603818700}"#,
      says: 7_603_818_700,
      "warning: may hold more than the language model"),
    CheckpointCount(
      "mistral", "integers that no number of bits explains", 1_196_167_168, dtypes: #"{"I32": 79230976}"#,
      says: 1_196_167_168, "warning: may be packed, pruned, or only a part"),
  ]
}
