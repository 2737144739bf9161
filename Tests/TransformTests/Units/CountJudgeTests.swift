import JSON
import Testing

@testable import hf_transform

@Suite("Three counts")
struct CountJudgeTests {
  /// A Llama of 426,624 parameters, with members beside its sizes.
  static func config(_ members: String = "", modelType: String = "llama") -> String {
    #"{"model_type": "\#(modelType)", \#(PackedCheckpoint.sizes)\#(members.isEmpty ? "" : ", \(members)")}"#
  }

  /// A multimodal model around it.
  static let multimodal =
    #"{"model_type": "llava", "text_config": \#(config()), "vision_config": {"hidden_size": 64}}"#

  /// The weights of a snapshot that the Hub has counted.
  static func hub(_ parameters: Int, _ dtypes: String = "", bytes: Int? = nil, format: String = "safetensors")
    -> String
  {
    let byDtype = dtypes.isEmpty ? "" : #", "parameters_by_dtype": {\#(dtypes)}"#
    let size = bytes.map { #", "size_bytes": \#($0)"# } ?? ""
    return #"{"format": "\#(format)", "hub": {"parameters": \#(parameters)\#(byDtype)}\#(size)}"#
  }

  @Test("the bytes of the weight files are in the entry")
  func bytes() throws {
    let entry = try Transformed(
      config: CountJudgeTests.config(), weights: CountJudgeTests.hub(426_624, #""BF16": 426624"#, bytes: 853_400))
    #expect(entry["weights_bytes"] == "853400" && entry["parameters_source"] == "hub")
    #expect(
      try Transformed(config: CountJudgeTests.config(), weights: CountJudgeTests.hub(426_624))["weights_bytes"] == nil)
  }

  @Test("two equal counts are used, whatever the size of the files is")
  func agreement() throws {
    let entry = try Transformed(
      config: CountJudgeTests.config(), weights: CountJudgeTests.hub(426_624, #""BF16": 426624"#, bytes: 99_000))
    #expect(entry["parameters_billions"] == "0.000426624" && entry.messages.isEmpty, "\(entry.messages)")
  }

  @Test(
    "a count of the Hub that the bytes contradict is not used",
    arguments: [
      (#"{"format": "safetensors", "hub": {"parameters": 333312, "parameters_by_dtype": {"BF16": 333312}}, "size_bytes": 15000000}"#),
      (#"{"format": "gguf", "hub": {"parameters": 3000}, "size_bytes": 453288}"#),
    ])
  func implausible(weights: String) throws {
    let entry = try Transformed(config: CountJudgeTests.config(), weights: weights)
    #expect(entry["parameters_billions"] == "0.000426624" && entry["parameters_source"] == "config")
    #expect(entry.messages.contains { $0.hasPrefix("warning: 'org/Model-1B': the Hub counts") }, "\(entry.messages)")
  }

  @Test("a config whose count does not fit the bytes is reported")
  func configBeyondBytes() throws {
    func messages(_ bytes: Int) throws -> [String] {
      try Transformed(config: CountJudgeTests.config(), weights: #"{"format": "pytorch", "size_bytes": \#(bytes)}"#)
        .messages
    }
    #expect(try messages(853_248).isEmpty && messages(2 * 853_248).isEmpty)
    #expect(try messages(100_000).contains { $0.contains("do not fit the 100000 bytes") })
    #expect(try messages(8_532_480).contains { $0.contains("do not fit") })
  }

  @Test("a declared total that contradicts the Hub's counts by dtype is not used", arguments: [426_624, 430_000])
  func wrongTotal(sum: Int) throws {
    let weights =
      #"{"format": "safetensors", "hub": {"parameters": 3333, "parameters_by_dtype": {"BF16": \#(sum)}}, "#
      + #""size_bytes": \#(2 * sum + 900)}"#
    let entry = try Transformed(config: CountJudgeTests.config(), weights: weights)
    #expect(entry.root["parameters_billions"]?.decimal == ExactDecimal("\(sum)e-9"))
    #expect(entry["parameters_source"] == "hub")
  }

  @Test("a second copy of all weights is named")
  func doubled() throws {
    let entry = try Transformed(config: CountJudgeTests.config(), weights: CountJudgeTests.hub(2 * 426_624))
    #expect(entry["parameters_billions"] == "0.000426624")
    #expect(entry.messages.contains { $0.contains("a second copy of all weights (426624)") }, "\(entry.messages)")
  }

  @Test("a count that the Hub has unpacked is not unpacked again", arguments: [426_624, 421_709, 408_192])
  func unpackedByHub(parameters: Int) throws {
    let quantization = #""quantization_config": {"quant_method": "gptq", "bits": 3, "group_size": 64}"#
    let packed = parameters - 131_712
    let entry = try Transformed(
      config: CountJudgeTests.config(quantization),
      weights: CountJudgeTests.hub(parameters, #""BF16": 131712, "I32": \#(packed)"#, bytes: 390_000))
    #expect(entry["parameters_billions"] == "0.000426624" && entry.messages.isEmpty, "\(entry.messages)")
  }

  @Test("elements that hold fewer weights than the Hub assumes are explained by the bits", arguments: multiplied)
  func multipliedTooOften(quantization: String, packed: Int, isExplained: Bool) throws {
    let config = CountJudgeTests.config(#""quantization_config": {\#(quantization)}"#)
    let weights = CountJudgeTests.hub(131_712 + packed, #""BF16": 131712, "I32": \#(packed)"#, bytes: 600_000)
    let entry = try Transformed(config: config, weights: weights)
    let isComputed = entry["parameters_billions"] == "0.000426624"
    #expect(isComputed == isExplained && entry.messages.isEmpty == isExplained, "\(entry.messages)")
  }

  /// 294,912 weights are packed. With 3 bits, 10 of them are in an element, and the Hub counts 10.67. With 8 bits, 4
  /// are in an element, and the Hub counts the 8 of the usual 4 bits.
  private static let multiplied: [(quantization: String, packed: Int, isExplained: Bool)] = [
    (compressed(bits: 3), 29_492 * 32 / 3, true),
    (compressed(bits: 4), 29_492 * 32 / 3, false),
    (#""quant_method": "gptq", "bits": 4, "dynamic": {"+:.*down.*": {"bits": 8}}"#, 442_368, true),
    (#""quant_method": "gptq", "bits": 4"#, 442_368, false),
    (#""quant_method": "gptq", "bits": 4, "dynamic": {"+:.*down.*": {"bits": 16}}"#, 900_000, false),
    (#""quant_method": "gptq", "bits": 4, "dynamic": {"+:.*down.*": {"bits": 8}}"#, 900_000, false),
  ]

  private static func compressed(bits: Int) -> String {
    #""quant_method": "compressed-tensors", "format": "pack-quantized", "#
      + #""config_groups": {"a": {"targets": ["Linear"], "weights": {"num_bits": \#(bits), "type": "int"}}}"#
  }

  @Test(
    "elements of another width than 32 bits are explained",
    arguments: [
      ("gptq", "I8", 4 * 294_912), ("gptq", "I64", 294_912 / 2), ("gptq", "I16", 2 * 294_912),
      ("awq", "I16", 2 * 294_912), ("gptq", "I32", 2 * 294_912),
    ])
  func otherWidths(method: String, dtype: String, packed: Int) throws {
    // The Hub counts each element as if it had 32 bits and held 8 weights of 4 bits.
    let config = CountJudgeTests.config(#""quantization_config": {"quant_method": "\#(method)", "bits": 4}"#)
    let weights = CountJudgeTests.hub(131_712 + packed, #""BF16": 131712, "\#(dtype)": \#(packed)"#, bytes: 420_000)
    let entry = try Transformed(config: config, weights: weights)
    let isExplained = dtype != "I32"
    #expect((entry["parameters_billions"] == "0.000426624") == isExplained)
    #expect(entry.messages.isEmpty == isExplained, "\(entry.messages)")
  }

  @Test("bytes that no config explains are no count of weights", arguments: [("llama", true), ("unheard_of", false)])
  func undeclaredBytes(modelType: String, isComputed: Bool) throws {
    // DFloat11: a byte for sign and mantissa of each weight, and a third of a byte for the exponent.
    let entry = try Transformed(
      config: CountJudgeTests.config(modelType: modelType),
      weights: CountJudgeTests.hub(570_000, #""BF16": 640, "U8": 569000, "U32": 360"#, bytes: 572_000))
    #expect(entry["parameters_billions"] == (isComputed ? "0.000426624" : "0.00057"))
    #expect(entry.messages.contains { $0.hasPrefix("warning: ") }, "\(entry.messages)")
  }

  @Test("scales in bytes that the Hub counts twice are no weights", arguments: [(16, true), (64, false)])
  func byteScales(groupSize: Int, isExplained: Bool) throws {
    let quantization = #"{"group_size": \#(groupSize), "bits": 4, "mode": "nvfp4"}"#
    let config = CountJudgeTests.config(#""quantization": \#(quantization), "quantization_config": \#(quantization)"#)
    let (words, scales) = (426_624 / 8, 2 * 426_624 / 16)
    let weights = CountJudgeTests.hub(words + scales, #""U32": \#(words), "U8": \#(scales)"#, bytes: 240_000)
    let entry = try Transformed(config: config, weights: weights)
    let isComputed = entry["parameters_billions"] == "0.000426624"
    #expect(isComputed == isExplained && entry.messages.isEmpty == isExplained, "\(entry.messages)")
  }

  @Test("the Hub's count of a sparse checkpoint is half of it")
  func sparse() throws {
    let quantization =
      #""quantization_config": {"quant_method": "compressed-tensors", "format": "float-quantized", "sparsity_config": "#
      + #"{"format": "sparse-24-bitmask"}, "config_groups": {"a": {"targets": ["Linear"], "weights": {"num_bits": 8}}}}"#
    let stored = 131_072 + 640 + 294_912 / 2 + 294_912 / 8
    let entry = try Transformed(
      config: CountJudgeTests.config(quantization),
      weights: CountJudgeTests.hub(stored, #""BF16": 131712, "F8_E4M3": 147456, "U8": 36864"#, bytes: 450_000))
    #expect(entry["parameters_billions"] == "0.000426624" && entry.messages.isEmpty, "\(entry.messages)")
  }

  @Test(
    "active parameters are the reported total less the idle experts, wherever it comes from",
    arguments: [([], "39.152031744"), (["--params", "150"], "48.531397632")])
  func active(arguments: [String], expected: String) throws {
    let config = try Fixture.named("mixtral").config(adding: "")
    let entry = try Transformed(config: config, arguments: arguments)
    #expect(entry["active_parameters_billions"] == expected)
    let more = try Transformed(
      config: config, weights: #"{"format": "safetensors", "hub": {"parameters": 140630634112}}"#)
    #expect(more["parameters_billions"] == "140.630634112")
    #expect(more["active_parameters_billions"] == "39.162031744")
  }

  @Test("the bits of a GGUF file are the mean over its types, with a config beside it")
  func ggufBits() throws {
    let tensors =
      #"[{"name": "token_embd.weight", "dtype": "Q6_K", "shape": [512, 128]}, "#
      + #"{"name": "blk.*.ffn_up.weight", "dtype": "Q4_K", "shape": [256, 256], "ranges": [[[0, 8]]]}]"#
    let entry = try Transformed(
      config: CountJudgeTests.config(), weights: #"{"format": "gguf", "headers": {"tensors": \#(tensors)}}"#)
    #expect(entry.root["quantization"]?["method"]?.equals("gguf") == true)
    #expect(entry.root["quantization"]?["bits"]?.double == 4.71)
    let plain = try Transformed(
      config: CountJudgeTests.config(),
      weights: #"{"format": "gguf", "headers": {"tensors": [{"name": "a", "dtype": "F16", "shape": [426624]}]}}"#)
    #expect(plain.root["quantization"] == nil)
  }

  @Test(
    "a list of tensors that is not one is reported, and not used",
    arguments: [
      "7", #"[{"name": "a"}]"#, #"[{"name": "a", "dtype": "F16", "shape": [-1]}]"#,
      #"[{"name": "a.*", "dtype": "F16", "shape": [1], "ranges": [[[2, 1]]]}]"#,
      #"[{"name": "a.*", "dtype": "F16", "shape": [1], "ranges": [[[0, 9223372036854775807]]]}]"#,
      #"[{"name": "a.*.*", "dtype": "F16", "shape": [1], "ranges": [[[0, 1]]]}]"#,
    ])
  func malformed(tensors: String) throws {
    let entry = try Transformed(
      config: CountJudgeTests.config(), weights: #"{"format": "safetensors", "headers": {"tensors": \#(tensors)}}"#)
    #expect(entry["parameters_billions"] == "0.000426624")
    #expect(entry.messages.contains { $0.contains("weights.headers.tensors") }, "\(entry.messages)")
  }

  @Test("scales of a quantized KV cache are no parameters of a model without quantized weights")
  func cacheScales() throws {
    let tensors = PackedCheckpoint("none", "", "") { matrix, _ in PackedCheckpoint.plain(matrix) }.patterns(adding: [
      ("model.layers.0.self_attn.k_proj.k_scale", "F32", []), ("model.layers.0.self_attn.v_proj.v_scale", "F32", [1]),
    ])
    let entry = try Transformed(
      config: CountJudgeTests.config(), weights: #"{"format": "safetensors", "headers": {"tensors": \#(tensors)}}"#)
    #expect(entry["parameters_billions"] == "0.000426624" && entry.root["quantization"] == nil)
  }

  @Test("an adapter saved beside the weights that it changes is not counted, and a note says so")
  func unmergedAdapter() throws {
    let tensors = PackedCheckpoint("none", "", "") { matrix, _ in
      [
        ("base_layer.weight", "BF16", [matrix.outputs, matrix.inputs]),
        ("lora_A.default.weight", "BF16", [16, matrix.inputs]),
        ("lora_B.default.weight", "BF16", [matrix.outputs, 16]),
      ]
    }
    let entry = try Transformed(
      config: CountJudgeTests.config(),
      weights: #"{"format": "safetensors", "headers": {"tensors": \#(tensors.patterns(adding: []))}}"#)
    #expect(entry["parameters_billions"] == "0.000426624" && entry["parameters_source"] == "safetensors")
    #expect(entry.messages.count == 1 && entry.messages[0].hasPrefix("note: "), "\(entry.messages)")
    #expect(entry.messages.first?.contains("adapters that are not merged") == true)
  }

  @Test("scales of merged experts' weights are not counted")
  func mergedExperts() throws {
    let config =
      #"{"model_type": "next_month", \#(PackedCheckpoint.sizes), "num_experts": 8, "num_experts_per_tok": 2, "#
      + #""quantization_config": {"quant_method": "modelopt", "quant_algo": "NVFP4"}}"#
    let rows = [
      ("gate_up_proj", "U8", "[8, 128, 256]"), ("gate_up_proj_weight_scale", "F8_E4M3", "[8, 128, 32]"),
      ("gate_up_proj_weight_scale_2", "F32", "[8]"), ("gate_up_proj_input_scale", "F32", "[8]"),
    ].map {
      #"{"name": "model.layers.*.experts.\#($0)", "dtype": "\#($1)", "shape": \#($2), "ranges": [[[0, 1]]]}"#
    }
    let entry = try Transformed(
      config: config,
      weights: #"{"format": "safetensors", "headers": {"tensors": [\#(rows.joined(separator: ", "))]}}"#)
    #expect(entry["parameters_billions"] == "0.001048576")
  }

  @Test(
    "scales, and a second copy of latent attention's up-projections, are not counted in a GGUF file",
    arguments: [
      #"{"name": "blk.*.attn_q.scale", "dtype": "F32", "shape": [1], "ranges": [[[0, 1]]]}"#,
      #"{"name": "blk.*.ffn_up_exps.input_scale", "dtype": "F32", "shape": [8], "ranges": [[[0, 1]]]}"#,
      #"{"name": "blk.0.attn_kv_b.weight", "dtype": "F16", "shape": [0, 4]}, "#
        + #"{"name": "blk.*.attn_k_b.weight", "dtype": "F16", "shape": [4, 8, 2], "ranges": [[[0, 1]]]}, "#
        + #"{"name": "blk.*.attn_v_b.weight", "dtype": "F16", "shape": [4, 2, 8], "ranges": [[[0, 1]]]}"#,
    ])
  func ggufCopies(row: String) throws {
    let entry = try Transformed(
      config: CountJudgeTests.config(),
      weights:
        #"{"format": "gguf", "headers": {"tensors": [{"name": "a", "dtype": "F16", "shape": [426624]}, \#(row)]}}"#)
    #expect(entry["parameters_billions"] == "0.000426624" && entry.messages.isEmpty, "\(entry.messages)")
  }

  private static let gptq = #""quantization_config": {"quant_method": "gptq", "bits": 4}"#

  private static let doubtful: [(config: String, weights: String, warning: String)] = [
    (CountJudgeTests.config(), CountJudgeTests.hub(500_000), "the weights hold 500000"),
    (CountJudgeTests.config(), CountJudgeTests.hub(333_312, #""BF16": 333312"#, bytes: 15_000_000), "the Hub counts"),
    (CountJudgeTests.config(), CountJudgeTests.hub(295_000), "fewer than"),
    (
      CountJudgeTests.config(CountJudgeTests.gptq), CountJudgeTests.hub(300_000, #""I32": 200000, "BF16": 100000"#),
      "unpacked, there are about"
    ),
    (
      CountJudgeTests.config(), CountJudgeTests.hub(168_576, #""I32": 36864, "BF16": 131712"#),
      "with about 4 bits each"
    ),
    (
      CountJudgeTests.config(),
      #"{"format": "safetensors", "headers": {"tensors": [{"name": "a.packed", "dtype": "U8", "shape": [288, 512]}, "#
        + #"{"name": "b", "dtype": "BF16", "shape": [131712]}]}}"#, "with about 4 bits each"
    ),
    (CountJudgeTests.config(), #"{"format": "pytorch", "size_bytes": 100000}"#, "do not fit the 100000 bytes"),
    (CountJudgeTests.multimodal, CountJudgeTests.hub(300_000), "whole checkpoint has 300000"),
    (CountJudgeTests.multimodal, CountJudgeTests.hub(9_000_000_000), "too many for encoders"),
    (
      CountJudgeTests.multimodal, #"{"format": "pytorch", "size_bytes": 1000}"#,
      "too many for a checkpoint of 1000 bytes"
    ),
  ]

  @Test("each warning about a count says what to do next", arguments: CountJudgeTests.doubtful)
  func nextSteps(config: String, weights: String, warning: String) throws {
    let entry = try Transformed(config: config, weights: weights)
    let place = try #require(entry.messages.firstIndex { $0.contains(warning) }, "\(entry.messages)")
    #expect(entry.messages[place].hasPrefix("warning: ") && entry.hints[place]?.contains("--") == true)
  }

  @Test("experts of another type, and settings by layer and expert, are counted as they are")
  func experts() throws {
    func reported(_ members: String, _ row: String) throws -> String? {
      let config =
        #"{"model_type": "next_month", \#(PackedCheckpoint.sizes), "num_experts": 8, "num_experts_per_tok": 2, \#(members)}"#
      let tensors =
        #"[{"name": "model.embed_tokens.weight", "dtype": "BF16", "shape": [512, 128]}, "#
        + #"{"name": "model.layers.*.mlp.experts.*.up_proj.weight", \#(row), "ranges": [[[0, 1]], [[0, 7]]]}]"#
      return try Transformed(
        config: config, weights: #"{"format": "safetensors", "headers": {"tensors": \#(tensors)}}"#)[
          "parameters_billions"]
    }
    let whole = "0.000589824"
    #expect(
      try reported(
        #""expert_dtype": "fp4", "quantization_config": {"quant_method": "fp8"}"#, #""dtype": "I8", "shape": [256, 64]"#
      )
        == whole)
    let dynamic = #""quantization_config": {"quant_method": "modelopt", "quant_algo": "NVFP4", "quantized_layers": "#
    #expect(
      try reported(dynamic + #"{"*.experts.*": {"quant_algo": "NVFP4"}}}"#, #""dtype": "U8", "shape": [256, 64]"#)
        == whole)
    let some =
      #"{"model.layers.1.mlp.experts.7.up_proj": {"quant_algo": "FP8"}, "model.layers.0.mlp.experts.3.up_proj": "#
      + #"{"quant_algo": "FP8"}}}"#
    #expect(try reported(dynamic + some, #""dtype": "U8", "shape": [256, 64]"#) == "0.000557056")
  }

  @Test(
    "if each element is one weight of 8 bits, the Hub's count is exact, and is used with a warning",
    arguments: [
      ("F8_E4M3", #""quant_method": "fp8""#),
      (
        "I8",
        #""quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": {"num_bits": 8, "type": "int"}}}"#
      ),
    ])
  func oneWeightPerElement(dtype: String, quantization: String) throws {
    let stored = 400_000
    let config = CountJudgeTests.config(#""quantization_config": {\#(quantization)}"#)
    let entry = try Transformed(
      config: config, weights: CountJudgeTests.hub(stored, #""BF16": 100000, "\#(dtype)": 300000"#, bytes: 500_500))
    #expect(entry["parameters_billions"] == "0.0004" && entry["parameters_source"] == "hub")
    #expect(entry.messages.contains { $0.hasPrefix("warning: ") }, "\(entry.messages)")
  }
}
