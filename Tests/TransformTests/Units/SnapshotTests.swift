import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("Snapshots")
struct SnapshotTests {
  private static let config =
    #"{"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "vocab_size": 1000, "#
    + #""num_attention_heads": 4, "intermediate_size": 128, "max_position_embeddings": 512}"#

  @Test("options replace the snapshot's overrides, and these replace derived values")
  func precedence() throws {
    let snapshot =
      #"{"model_id": "org/M", "config": \#(SnapshotTests.config), "#
      + #""overrides": {"parameters_billions": 7, "default_context_length": 9, "num_kv_heads": 2}}"#
    let entry = try Transformed(snapshot: snapshot, arguments: ["--context", "1024", "--set", "license=\"mit\""])
    #expect(entry["default_context_length"] == "1024" && entry["parameters_billions"] == "7")
    #expect(entry["num_kv_heads"] == "2" && entry["attention"] == "gqa" && entry["license"] == "mit")
    #expect(entry["parameters_source"] == "override")
    #expect(entry.root["kv_cache"]?["full_elements_per_token"]?.int == 2 * 2 * 2 * 16)
  }

  @Test("an unknown field is set with a warning, and a field that a stream cannot know is not reported")
  func unknownOverride() throws {
    let snapshot =
      #"{"model_id": "org/M", "config": \#(SnapshotTests.config), "overrides": {"tier": 2, "benchmarks": []}}"#
    let entry = try Transformed(snapshot: snapshot)
    #expect(entry["tier"] == "2" && entry["benchmarks"] == "[]")
    #expect(entry.messages.count == 1 && entry.messages[0].contains("'tier'"), "\(entry.messages)")
    let outcome = try Command(
      tool: "hf-transform", ["--set", "tier=2", "--set", "benchmarks=[]"],
      input: #"{"model_id": "org/M", "config": \#(SnapshotTests.config)}"#
    ).run()
    #expect(outcome.status == 0 && outcome.output.contains(#""tier":2"#))
    #expect(
      outcome.errors == "hf-transform: warning: 'tier' is not a field of an entry; it is added unchanged\n")
  }

  @Test("unknown overrides whose names are canonically equivalent are all added")
  func equivalentOverrides() throws {
    let input =
      #"{"model_id": "org/M", "config": \#(SnapshotTests.config), "overrides": {"\u00e9": 1, "e\u0301": 2}}"#
    let outcome = try Command(tool: "hf-transform", ["--set", "tier=2"], input: input).run()
    for member in ["\"\u{e9}\":1", "\"e\u{301}\":2"] {
      #expect(outcome.output.utf8.firstRange(of: member.utf8) != nil, "\(outcome.output)")
    }
  }

  @Test(
    "a mistyped field is refused, and the nearest one is named",
    arguments: [
      ("num_kv_head", "num_kv_heads"), ("num_layesr", "num_layers"), ("Num_Layers", "num_layers"),
      ("hiden_size", "hidden_size"), ("licens", "license"),
    ])
  func mistypedOverride(name: String, field: String) throws {
    let failure = try Transformed(
      snapshot: #"{"model_id": "org/M", "config": \#(SnapshotTests.config), "overrides": {"\#(name)": 2}}"#)
    #expect(failure.code == "invalid_override")
    #expect(failure.message == "there is no field '\(name)'")
    let outcome = try Command(tool: "hf-transform", ["--set", "\(name)=2"], input: "").run()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("error: there is no field '\(name)'\n  did you mean '\(field)'?"))
  }

  @Test("some of very many unknown overrides are named, and all are added")
  func manyUnknownOverrides() throws {
    let members = (0..<2_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    let entry = try Transformed(
      snapshot: #"{"model_id": "org/M", "config": \#(SnapshotTests.config), "overrides": {\#(members)}}"#)
    #expect(entry["k0"] == "0" && entry["k1999"] == "1999")
    #expect(entry.messages.count == 21)
    #expect(entry.messages.last?.contains("1980 more") == true)
  }

  @Test("of overrides with one name the last counts, and an option counts more, also among very many")
  func repeatedOverrides() throws {
    let members = ((0..<40_000).map { "\"k\($0)\":\($0)" } + ["\"k7\":\"last\""]).joined(separator: ",")
    let snapshot = #"{"model_id": "org/M", "config": \#(SnapshotTests.config), "overrides": {\#(members)}}"#
    let entry = try Transformed(snapshot: snapshot, arguments: ["--set", "k8=80", "--set", "k8=81", "--set", "own=1"])
    let stated = try #require(entry.root["overrides"])
    #expect(entry["k7"] == "last" && entry["k8"] == "81" && entry["own"] == "1" && entry["k39999"] == "39999")
    #expect(stated.count == 40_001)
    #expect(stated[key: "k7"]?.string == "last" && stated[key: "k8"]?.int == 81)
    #expect(!entry.root.hasDuplicateKeys && !stated.hasDuplicateKeys)
  }

  @Test("another context length does not change the size of position embeddings")
  func contextOfPositions() throws {
    let config =
      #"{"model_type": "gpt2", "n_positions": 1024, "n_embd": 64, "n_layer": 2, "n_head": 4, "vocab_size": 1000}"#
    let entry = try Transformed(config: config)
    let shortened = try Transformed(config: config, arguments: ["--context", "512"])
    #expect(shortened["default_context_length"] == "512")
    #expect(shortened["parameters_billions"] == entry["parameters_billions"])
  }

  @Test(
    "a model that is not a language model is refused as such",
    arguments: [
      (#"{"model_type": "bert"}"#, "{}"), (#"{"model_type": "t5", "is_encoder_decoder": true}"#, "{}"),
      (#"{"model_type": "whisper"}"#, "{}"), (#"{"peft_type": "LORA", "base_model_name_or_path": "org/base"}"#, "{}"),
      (config, #"{"pipeline_tag": "sentence-similarity"}"#), (config, #"{"pipeline_tag": "robotics"}"#),
      (#"{"model_type": "pi0", "vlm_config": {"model_type": "paligemma"}}"#, "{}"),
      (#"{"model_type": "llama", "architectures": ["LlamaForSequenceClassification"]}"#, "{}"),
      (#"{"model_type": "llama", "architectures": ["LlamaForCausalLMEagle"]}"#, "{}"),
      (#"{"model_type": "llama", "architectures": ["Eagle3LlamaForCausalLM"]}"#, "{}"),
      (#"{"model_type": "deepseek_v3", "architectures": ["DeepseekV3ForCausalLMNextN"]}"#, "{}"),
      (#"{"model_type": "mimo", "architectures": ["MiMoMTPModel"]}"#, "{}"),
      (#"{"model_type": "qwen3", "architectures": ["DFlashDraftModel"]}"#, "{}"),
      (#"{"model_type": "mlp_speculator"}"#, "{}"),
    ])
  func refuses(config: String, info: String) throws {
    #expect(try Transformed(config: config, info: info).code == "not_a_language_model")
  }

  @Test("a model of bytes is refused by name, since it is a language model that no entry describes")
  func bytes() throws {
    let refusal = try Transformed(
      config: #"{"model_type": "blt", "vocab_size": 260, "decoder_config": {"hidden_size": 1024}}"#)
    #expect(refusal.code == "unsupported_architecture")
    #expect(refusal.message.contains("reads bytes in patches (its model_type is 'blt')"), "\(refusal.message)")
  }

  @Test(
    "a model_type that unrelated classes have means what the class says: Grok-2's is that of GIT",
    arguments: [("Grok1ForCausalLM", nil), ("GitForCausalLM", "multimodal")])
  func sharedModelType(_ architecture: String, _ code: String?) throws {
    let grok = try Fixture.named("grok-residual")
    let config = try grok.config(adding: #""model_type": "git", "architectures": ["\#(architecture)"]"#)
    let entry = try Transformed(config: config, arguments: [])
    #expect(entry.code == code)
    let original = try Transformed(config: grok.config())
    if code == nil { #expect(entry["parameters_billions"] == original["parameters_billions"]) }
  }

  @Test("an adapter's refusal names its base model")
  func adapter() throws {
    let refusal = try Transformed(config: #"{"peft_type": "LORA", "base_model_name_or_path": "org/base"}"#)
    #expect(refusal.message.contains("org/base"))
  }

  @Test(
    "an adapter with its base model's config is refused, and a model with an adapter is not",
    arguments: [
      (#""siblings": [{"rfilename": "config.json"}, {"rfilename": "adapter_config.json"}]"#, "none", true),
      (#""siblings": [{"rfilename": "config.json"}, {"rfilename": "adapter_model.safetensors"}]"#, "none", true),
      (#""siblings": [{"rfilename": "config.json"}, {"rfilename": "checkpoint/adapter_model.bin"}]"#, "none", true),
      (#""siblings": [{"rfilename": "adapters.safetensors"}]"#, "none", true),
      (#""siblings": [{"rfilename": "0000100_adapters.safetensors"}]"#, "none", true),
      (#""siblings": [{"rfilename": "pytorch_lora_weights.safetensors"}]"#, "none", true),
      (#""siblings": [{"rfilename": "lora.gguf"}]"#, #"gguf", "gguf": {"general.type": "adapter"}, "": ""#, true),
      (#""library_name": "peft", "siblings": []"#, "none", true),
      (#""tags": ["base_model:acme/Base", "base_model:adapter:acme/Base"], "siblings": []"#, "none", true),
      (#""siblings": [{"rfilename": "config.json"}]"#, "none", false),
      (#""library_name": "peft", "siblings": [{"rfilename": "adapter_config.json"}]"#, "safetensors", false),
    ])
  func adapterBesideConfig(_ info: String, _ format: String, _ isAdapter: Bool) throws {
    let transformed = try Transformed(
      config: SnapshotTests.config, weights: #"{"format": "\#(format)"}"#,
      info: #"{"cardData": {"base_model": "acme/Base"}, \#(info)}"#)
    #expect(transformed.code == (isAdapter ? "not_a_language_model" : nil))
    #expect(transformed.message.contains("acme/Base") == isAdapter)
  }

  /// The headers of a checkpoint whose three layers have these tensors; after a `|`, the others.
  private func headers(_ names: String) -> String {
    let groups = names.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
    let layers = groups[0].map { name in
      #"{"name": "base.model.layers.*.\#(name)", "dtype": "BF16", "shape": [64, 8], "ranges": [[[0, 2]]]}"#
    }
    let others = groups.dropFirst().joined().map { #"{"name": "\#($0)", "dtype": "F32", "shape": [20, 64]}"# }
    return #"{"format": "safetensors", "headers": {"tensors": [\#((layers + others).joined(separator: ","))]}}"#
  }

  @Test(
    "weights whose tensors have an adapter's names are an adapter's, also beside a config and in a model.safetensors",
    arguments: [
      "self_attn.q_proj.lora_A.weight self_attn.q_proj.lora_B.weight",
      "q_proj.lora_A.default.weight q_proj.lora_B.default.weight q_proj.lora_magnitude_vector",
      "attn.c_attn.lora_a attn.c_attn.lora_b", "q.lora_A q.lora_B q.lora_E|model.embed_tokens.lora_embedding_A",
      "self_attn.k_proj.ia3_l mlp.down_proj.ia3_l", "q_proj.hada_w1_a q_proj.hada_w1_b q_proj.hada_w2_a",
      "q_proj.lokr_w1 q_proj.lokr_w2_a", "q_proj.oft_R.weight", "q_proj.vera_lambda_b q_proj.vera_lambda_d",
      "input_layernorm.ln_tuning_layers.weight", "q_proj.trainable_tokens_delta", "self_attn.adaption_prompt",
      "|prompt_embeddings", "|prompt_embeddings prefix_task_cols prefix_task_rows",
      "|prompt_encoder.default.embedding.weight", "|lora_unet_down_blocks_0_attentions_0.lora_down.weight",
      // Whole modules that are trained too.
      "q_proj.lora_A.weight q_proj.lora_B.weight|lm_head.weight model.embed_tokens.weight",
      "|base_model.model.score.weight",
      "q_proj.lora_A.weight q_proj.lora_B.weight v_proj.lora_A.weight v_proj.lora_B.weight mlp.gate.weight",
    ])
  func adapterTensors(names: String) throws {
    let transformed = try Transformed(
      config: SnapshotTests.config, weights: headers(names), info: #"{"cardData": {"base_model": "acme/Base"}}"#)
    #expect(transformed.code == "not_a_language_model")
    #expect(transformed.message.contains("an adapter of 'acme/Base'"))
  }

  @Test(
    "a model whose weights contain adapters, or have similar names, is not an adapter",
    arguments: [
      "self_attn.qkv.base_layer.weight self_attn.qkv.lora_A.speech.weight self_attn.qkv.lora_B.speech.weight "
        + "self_attn.o.base_layer.weight self_attn.o.lora_A.speech.weight self_attn.o.lora_B.speech.weight "
        + "mlp.up.base_layer.weight mlp.up.lora_A.vision.weight mlp.down.base_layer.weight mlp.down.lora_A.weight",
      "mixer.in_proj.weight mixer.conv1d.weight mixer.out_proj.weight mixer.in_proj.lora_A mixer.in_proj.lora_B",
      "ln_1.weight attn.c_attn.weight", "road.weight|prompt.weight", "|lm_head.weight", "",
    ])
  func modelWithAdapter(names: String) throws {
    #expect(try Transformed(config: SnapshotTests.config, weights: headers(names)).code == nil)
  }

  @Test(
    "weights of any name are an adapter's if it is declared to be one and they are less than half of the model",
    arguments: [
      (#""library_name": "peft""#, "F32", "", true), (#""tags": ["base_model:adapter:o/b"]"#, "F32", "", true),
      (#""siblings": [{"rfilename": "adapter_config.json"}, {"rfilename": "model.safetensors"}]"#, "F32", "", true),
      (#""library_name": "peft""#, "F32", #", "quantization_config": {"quant_method": "gptq", "bits": 4}"#, true),
      // Packed weights are fewer elements than the model has parameters.
      (#""library_name": "peft""#, "I32", #", "quantization_config": {"quant_method": "gptq", "bits": 4}"#, false),
      (#""downloads": 1"#, "F32", "", false),
    ])
  func declaredAdapter(info: String, dtype: String, quantization: String, isAdapter: Bool) throws {
    let count = { (number: Int) in
      #"{"format": "safetensors", "size_bytes": \#(4 * number), "#
        + #""hub": {"parameters": \#(number), "parameters_by_dtype": {"\#(dtype)": \#(number)}}}"#
    }
    let config =
      #"{"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4, "#
      + #""intermediate_size": 128, "vocab_size": 1000, "max_position_embeddings": 512\#(quantization)}"#
    let code = { (number: Int) in
      try Transformed(config: config, weights: count(number), info: "{\(info)}").code
    }
    #expect(try code(1000) == (isAdapter ? "not_a_language_model" : nil))
    #expect(try code(120_000) == nil)
  }

  @Test("a multimodal model is refused with a hint of --text-only")
  func multimodal() throws {
    let config = #"{"model_type": "llava", "text_config": \#(SnapshotTests.config), "vision_config": {"x": 1}}"#
    let refusal = try Transformed(config: config, arguments: [])
    #expect(refusal.code == "multimodal")
    #expect(refusal.error?["hint"]?.string?.contains("--text-only") == true)
    #expect(try Transformed(config: config)["hidden_size"] == "64")
  }

  @Test("only text that is not JSON is malformed at a line and column", arguments: [("{}", false), ("{]", true)])
  func malformed(input: String, hasPlace: Bool) throws {
    let output = try Command(tool: "hf-transform", ["--quiet"], input: input).run().output
    #expect(output.contains(#""code":"malformed_input""#))
    #expect(output.contains(#""line":1,"column":2"#) == hasPlace)
  }

  @Test("a config that names its text and audio models by their ids is multimodal")
  func namedEncoder() throws {
    let config =
      #"{"model_type": "ultravox", "text_model_id": "org/text", "audio_model_id": "org/audio", "stack_factor": 8}"#
    #expect(try Transformed(config: config, arguments: []).code == "multimodal")
    #expect(try Transformed(config: SnapshotTests.config.dropLast() + #", "audio_model_id": null}"#).code == nil)
  }

  @Test("missing fields are named with the options that set them")
  func missing() throws {
    let refusal = try Transformed(config: #"{"model_type": "new_thing", "hidden_size": 64, "num_attention_heads": 4}"#)
    #expect(refusal.code == "missing_fields")
    #expect(refusal.message.contains("'num_layers'") && refusal.message.contains("'default_context_length'"))
    #expect(refusal.error?["hint"]?.string?.contains("--context N") == true)
  }

  @Test("a model without attention is an unsupported architecture")
  func attentionFree() throws {
    let config = #"{"model_type": "mamba2", "hidden_size": 64, "num_hidden_layers": 2, "num_heads": 8}"#
    #expect(try Transformed(config: config).code == "unsupported_architecture")
  }

  @Test("--explain adds the origin of each field")
  func explains() throws {
    let entry = try Transformed(config: SnapshotTests.config, arguments: ["--explain"])
    #expect(entry.root["explain"]?["num_layers"]?.string == "config.json: num_hidden_layers")
    #expect(
      entry.root["explain"]?["num_kv_heads"]?.string
        == "rule: as many as query heads, since config.json states no other number")
    #expect(try Transformed(config: SnapshotTests.config).root["explain"] == nil)
  }
}
