import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("Quantization")
struct QuantizationTests {
  private static let sizes =
    #""hidden_size": 64, "num_hidden_layers": 2, "vocab_size": 1000, "num_attention_heads": 4, "#
    + #""intermediate_size": 128, "max_position_embeddings": 512"#

  @Test(
    "method and bits are reported in every form",
    arguments: QuantizedForm.byMethod + QuantizedForm.compressedTensors + QuantizedForm.unnamed
      + QuantizedForm.ofNamesAndCodes + QuantizedForm.elsewhere)
  func says(_ form: QuantizedForm) throws {
    let config =
      #"{"model_type": "llama", \#(QuantizationTests.sizes)\#(form.config.isEmpty ? "" : ", \(form.config)")}"#
    let reported = try quantization(config, form.snapshot)
    #expect(reported == form.reported)
  }

  @Test(
    "the fewest bits of single modules are reported, also by the name of a preset",
    arguments: [
      (#""quant_method": "compressed-tensors", "config_groups": {"W4A16": ["Linear"]}"#, "compressed-tensors 4"),
      (
        #""quant_method": "compressed-tensors", "config_groups": {"W8A8": ["Linear"], "NVFP4": ["re:.*mlp"]}"#,
        "compressed-tensors 4"
      ),
      (
        #""quant_method": "quark", "global_quant_config": {"weight": {"dtype": "fp8_e4m3"}}, "#
          + #""layer_quant_config": {"*mlp*": {"weight": {"dtype": "fp4"}}}"#, "quark 4"
      ),
      (
        #""quant_method": "quark", "global_quant_config": {"weight": null}, "#
          + #""layer_quant_config": {"*mlp*": {"weight": {"dtype": "int8"}}}"#, "quark 8"
      ),
    ])
  func fewestBits(_ members: String, _ expected: String) throws {
    let config = #"{"model_type": "llama", \#(QuantizationTests.sizes), "quantization_config": {\#(members)}}"#
    #expect(try quantization(config, "") == expected)
  }

  @Test("expressions of more than a megabyte in all are not compiled, and reported")
  func tooManyExpressions() {
    var rules = ModuleRules()
    for _ in 0..<300 { rules.add(String(repeating: "a", count: 4000), .fromStart, nil) }
    rules.compile()
    #expect(rules.unreadable.count == 50)
    rules.compile()
    #expect(rules.unreadable.count == 50)
  }

  @Test("a quantization is found in the config of a nested language model, and in the config around it")
  func nested() throws {
    let text = #""model_type": "llama", \#(QuantizationTests.sizes)"#
    let stated = #""quantization_config": {"quant_method": "fp8"}"#
    #expect(try quantization(#"{"model_type": "llava", "text_config": {\#(text), \#(stated)}}"#, "") == "fp8 8")
    #expect(try quantization(#"{"model_type": "llava", "text_config": {\#(text)}, \#(stated)}"#, "") == "fp8 8")
    let twice = #"{"model_type": "qwen2_5_omni", "thinker_config": {"text_config": {\#(text)}}, \#(stated)}"#
    #expect(try quantization(twice, "") == "fp8 8")
  }

  @Test(
    "a value that cannot be a quantization is refused, with its key",
    arguments: [
      (#""quantization_config": "fp8""#, "'quantization_config'"),
      (#""quantization_config": [4]"#, "'quantization_config'"),
      (#""quantization_config": {"quant_method": 8}"#, "'quantization_config.quant_method'"),
    ])
  func refuses(config: String, key: String) throws {
    let refusal = try Transformed(config: #"{"model_type": "llama", \#(QuantizationTests.sizes), \#(config)}"#)
    #expect(refusal.code == "missing_fields" && refusal.message.contains(key))
  }

  @Test("bits that no weight has are not reported", arguments: ["0", "-4", "1e400", "64", "\"4\"", "true", "[4]"])
  func implausibleBits(_ bits: String) throws {
    let config =
      #"{"model_type": "llama", \#(QuantizationTests.sizes), "quantization_config": {"quant_method": "exl2", "#
    #expect(try quantization(config + #""bits": \#(bits)}}"#, "") == "exl2")
  }

  @Test(
    "defaults in defaults are each read once",
    arguments: [("Int4WeightOnlyConfig", "torchao 4"), ("Unnamed", "torchao")])
  func nestedDefaults(type: String, reported: String) throws {
    let open = String(repeating: #"{"_data": {"fqn_to_config": {"_default": "#, count: 50)
    let nested = open + #"{"_type": "\#(type)", "_data": {}}"# + String(repeating: "}}}", count: 50)
    let member = #""quantization_config": {"quant_method": "torchao", "quant_type": {"default": \#(nested)}}"#
    let config = #"{"model_type": "llama", \#(QuantizationTests.sizes), \#(member)}"#
    #expect(try quantization(config, "") == reported)
  }

  @Test("codebooks without plausible bits give no bits", arguments: ["1e300", "-16", "0"])
  func implausibleCodebooks(_ bits: String) throws {
    let config =
      #"{"model_type": "llama", \#(QuantizationTests.sizes), "quantization_config": {"quant_method": "aqlm", "#
      + #""nbits_per_codebook": \#(bits), "num_codebooks": 1, "in_group_size": 8}}"#
    #expect(try quantization(config, "") == "aqlm")
  }

  @Test("bits that the config does not state are left out with a warning")
  func unknownBits() throws {
    let config =
      #"{"model_type": "llama", \#(QuantizationTests.sizes), "quantization_config": {"quant_method": "quip"}}"#
    let entry = try Transformed(config: config)
    #expect(entry.root["quantization"]?["bits"] == nil)
    #expect(entry.messages.contains { $0.hasPrefix("warning: ") && $0.contains("bits of a quantized weight") })
    #expect(entry.hints.contains { $0?.contains(#""method": "NAME""#) ?? false })
    let stated = try Transformed(config: config, arguments: ["--set", #"quantization={"method": "quip", "bits": 2}"#])
    #expect(!stated.messages.contains { $0.contains("bits of a quantized weight") })
  }

  @Test(
    "the type of most weights shows a quantization that no config states",
    arguments: [
      (#""F8_E4M3": 81920, "BF16": 128320"#, nil), (#""F8_E4M3": 128000, "BF16": 82240"#, "fp8 8"),
      (#""F8_E5M2": 210240"#, "fp8 8"), (#""I8": 128000, "BF16": 82240"#, "int8 8"),
      (#""F4": 128000, "BF16": 82240"#, "fp4 4"), (#""I8": 160000, "BF16": 82240"#, nil),
      (#""BF16": 210240"#, nil),
    ])
  func typesOfWeights(_ types: String, _ expected: String?) throws {
    // 2 layers of 40,960 weights in matrices and 128 in norms, 128,000 in embeddings, 64 in the last norm.
    let config = #"{"model_type": "llama", \#(QuantizationTests.sizes), "dtype": "bfloat16"}"#
    let total = try JSONDocument("{\(types)}").root.members.reduce(0) { $0 + ($1.value.int ?? 0) }
    let info = #""info": {"safetensors": {"total": \#(total), "parameters": {\#(types)}}}"#
    #expect(try quantization(config, info) == expected)
    let tensors = [
      ("lm_head.weight", "[1000, 64]", ""), ("model.embed_tokens.weight", "[1000, 64]", ""),
    ].map { #"{"name": "\#($0.0)", "dtype": "F8_E4M3", "shape": \#($0.1)}"# }
    let headers =
      #""weights": {"format": "safetensors", "headers": {"tensors": [\#(tensors.joined(separator: ","))]}}"#
    #expect(try quantization(config, headers) == "fp8 8")
  }

  @Test("an object that names no known method is left out with a warning")
  func unknown() throws {
    let config = #"{"model_type": "llama", \#(QuantizationTests.sizes), "quantization_config": {"strength": 9}}"#
    let entry = try Transformed(config: config)
    #expect(entry.root["quantization"] == nil)
    #expect(entry.messages.contains { $0.hasPrefix("warning: ") && $0.contains("'quantization_config'") })
  }

  @Test(
    "a config that says that the weights are not quantized is no quantization, without a warning",
    arguments: [
      #""quant_method": "bitsandbytes", "load_in_4bit": false, "load_in_8bit": false"#,
      #""quant_method": "compressed-tensors", "format": "dense", "sparsity_config": {"format": "dense"}"#,
      #""quant_method": "compressed-tensors", "config_groups": {}, "kv_cache_scheme": {"num_bits": 8}"#,
      #""quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": null, "targets": ["Linear"]}}"#,
      #""quant_method": "compressed-tensors", "config_groups": {"UNQUANTIZED": ["Linear"]}"#,
      #""quant_method": "modelopt", "quant_algo": null, "kv_cache_scheme": {"num_bits": 8}"#,
    ])
  func unquantizedWeights(_ members: String) throws {
    let entry = try Transformed(
      config: #"{"model_type": "llama", \#(QuantizationTests.sizes), "quantization_config": {\#(members)}}"#)
    #expect(entry.error == nil && entry.root["quantization"] == nil)
    #expect(!entry.messages.contains { $0.contains("quantization") }, "\(entry.messages)")
  }

  @Test(
    "a stated quantization of weights that are stored in 16 bits is doubtful",
    arguments: [
      (#""quant_method": "bitsandbytes", "load_in_4bit": true"#, 2, true),
      (#""quant_method": "fp8""#, 2, true), (#""quant_method": "gptq", "bits": 4"#, 4, true),
      (#""quant_method": "bitnet", "quantization_mode": "online""#, 2, true), (#""quant_method": "fp8""#, 1, false),
    ])
  func unquantizedFiles(_ members: String, _ bytesPerWeight: Int, _ isDoubtful: Bool) throws {
    let sizes =
      #""hidden_size": 512, "num_hidden_layers": 8, "vocab_size": 1000, "num_attention_heads": 8, "#
      + #""intermediate_size": 2048, "max_position_embeddings": 512, "tie_word_embeddings": false"#
    let config = #"{"model_type": "llama", \#(sizes), "quantization_config": {\#(members)}}"#
    let count = try #require(try Transformed(config: config).root["parameters_billions"]?.double) * 1e9
    let number = try #require(Int(exactly: count.rounded()))
    let weights =
      #"{"format": "safetensors", "size_bytes": \#(number * bytesPerWeight), "#
      + #""hub": {"parameters": \#(number), "parameters_by_dtype": {"BF16": \#(number)}}}"#
    let entry = try Transformed(config: config, weights: weights)
    let text =
      "'org/Model-1B': config.json states a quantization, but the weight files have \(8 * bytesPerWeight) bits per weight"
    #expect(entry.messages.contains("warning: \(text)") == isDoubtful, "\(entry.messages)")
  }

  /// The method and the bits, where they are reported.
  private func quantization(_ config: String, _ members: String) throws -> String? {
    let snapshot = #"{"model_id": "org/M", "config": \#(config)\#(members.isEmpty ? "" : ", \(members)")}"#
    let entry = try Transformed(snapshot: snapshot)
    #expect(entry.error == nil, "\(entry.message)")
    guard let reported = entry.root["quantization"], let method = reported["method"]?.string else { return nil }
    let bits = reported["bits"].map { " " + String(decoding: $0.source, as: UTF8.self) }
    return method + (bits ?? "")
  }
}
