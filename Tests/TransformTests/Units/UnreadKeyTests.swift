import JSON
import Testing

@testable import hf_transform

@Suite("Unread keys")
struct UnreadKeyTests {
  /// What is added to a config, and the key that is then reported.
  static let reported: [(fixture: String, members: String, key: String)] = [
    ("llama", #""memory_width": 17"#, "memory_width"),
    ("llama", #""memory_widths": [17]"#, "memory_widths"),
    ("llama", #""memory_config": {"width": 17}"#, "memory_config"),
    ("llama", #""num_local_experts": 8"#, "num_local_experts"),
    ("llama", #""kv_lora_rank": 512"#, "kv_lora_rank"),
    ("llama", #""layers_block_type": null, "index_n_heads": 64"#, "index_n_heads"),
    ("gpt2", #""n_head_kv": 2"#, "n_head_kv"),
    ("llama", #""sliding_window": 128"#, "sliding_window"),
    ("dbrx", #""attn_config": {"kv_n_heads": 8, "memory_width": 17}"#, "memory_width"),
  ]

  @Test("a key with a size is reported with the model, in one line", arguments: reported)
  func isReported(_ example: (fixture: String, members: String, key: String)) throws {
    let config = try Fixture.named(example.fixture).config(adding: example.members)
    let messages = try Transformed(config: config).messages
    let lines = messages.filter { $0.contains("'\(example.key)'") }
    #expect(lines.count == 1 && lines[0].hasPrefix("warning: 'org/Model-1B'"), "\(messages)")
  }

  @Test(
    "a key without a size is not reported",
    arguments: [
      #""memory_width": 0"#, #""memory_width": null"#, #""memory_widths": []"#, #""memory_kind": "wide""#,
      #""has_memory": true"#, #""beam_token_id": 7"#, #""memory_dropout": 0.1"#, #""num_local_experts": 1"#,
      #""sliding_window": null"#, #""_name_or_path": "org/other-70b""#, #""rope_scaling": {"factor": 8}"#,
    ])
  func isNotReported(_ members: String) throws {
    let config = try Fixture.named("llama").config(adding: members)
    let messages = try Transformed(config: config).messages
    #expect(!messages.contains { $0.contains("not read") }, "\(messages)")
  }

  @Test(
    "a size without effect, because the layers that would have it are not there, is not reported",
    arguments: [
      ("qwen2", #""use_sliding_window": true, "sliding_window": 128, "max_window_layers": 512"#),
      ("llada2-moe", #""max_window_layers": 20"#), ("llama", #""use_sliding_window": false, "sliding_window": 128"#),
      ("hunyuan-a13b", #""use_cla": false, "cla_share_factor": 4"#), ("minimax-m2", #""mlp_intermediate_size": 8192"#),
      ("smollm3", #""sliding_window": 128"#), ("mellum", #""sliding_window": 128"#),
      ("gpt-bigcode", #""num_key_value_heads": 4"#),
      ("nemotron-h-attention-only", #""moe_intermediate_size": 512, "num_experts_per_tok": 2, "n_routed_experts": 8"#),
      ("mimo-v2", #""hybrid_layer_pattern": [0\#(String(repeating: ", 0", count: 47))]"#),
    ])
  func hasNoEffect(_ fixture: String, _ members: String) throws {
    let config = try Fixture.named(fixture).config(adding: members)
    let messages = try Transformed(config: config).messages
    #expect(!messages.contains { $0.contains("not read") }, "\(messages)")
  }

  /// A config without the number of experts is not that of a dense model if it has their other sizes.
  @Test(
    "sizes of experts are reported if no key says how many experts there are",
    arguments: [
      ("ling", "num_experts"), ("ring-linear", "num_experts"), ("llada2-moe", "num_experts"),
      ("hunyuan-shared-caches", "num_experts"), ("xverse-moe", "num_experts"), ("deepseek", "n_routed_experts"),
      ("arctic", "num_local_experts"), ("pangu-ultra-moe", "num_routed_experts"),
    ])
  func expertsWithoutNumber(_ fixture: String, _ key: String) throws {
    let messages = try Transformed(config: Fixture.named(fixture).config(without: [key])).messages
    #expect(messages.contains { $0.hasPrefix("warning: ") && $0.contains("not read") }, "\(messages)")
  }

  @Test("no fixture is reported", arguments: Fixture.all)
  func fixturesAreRead(_ fixture: Fixture) throws {
    let messages = try Transformed(config: fixture.config()).messages
    #expect(!messages.contains { $0.contains("not read") }, "\(messages)")
  }

  @Test("an unread key is a failure under --strict-keys")
  func isFailure() throws {
    let config = try Fixture.named("llama").config(adding: #""memory_width": 17"#)
    #expect(try Transformed(config: config, arguments: ["--text-only", "--strict-keys"]).code == "unread_keys")
    let whole = try Transformed(config: Fixture.named("llama").config(), arguments: ["--text-only", "--strict-keys"])
    #expect(whole.error == nil)
  }
}

@Suite("Unread keys that look like a missing one")
struct SimilarKeyTests {
  /// A config of an unknown model_type.
  private static let members = [
    ("model_type", #""foo4""#), ("hidden_size", "512"), ("num_hidden_layers", "12"), ("num_attention_heads", "8"),
    ("vocab_size", "1000"), ("intermediate_size", "1024"), ("max_position_embeddings", "2048"),
  ]

  /// What is made of the config with a key replaced.
  private func transformed(without key: String, with replacement: String) throws -> Transformed {
    let members = Self.members.map { $0.0 == key ? replacement : "\"\($0.0)\": \($0.1)" }
    return try Transformed(config: "{\(members.joined(separator: ", "))}")
  }

  @Test(
    "the failure names the key, and its hint the value",
    arguments: [
      ("num_hidden_layers", #""n_decoder_blocks": 12"#, "num_layers", "--set num_layers=12"),
      ("num_hidden_layers", #""num_hiden_layers": 12"#, "num_layers", "--set num_layers=12"),
      ("num_hidden_layers", #""DecoderLayers": 12"#, "num_layers", "--set num_layers=12"),
      ("hidden_size", #""hidden_units": 512"#, "hidden_size", "--set hidden_size=512"),
      ("hidden_size", #""embedding_width": 512"#, "hidden_size", "--set hidden_size=512"),
      ("hidden_size", #""HiddenSize": 512"#, "hidden_size", "--set hidden_size=512"),
      ("num_attention_heads", #""attn_heads": 8"#, "num_heads", "--set num_heads=8"),
      ("max_position_embeddings", #""context_tokens": 2048"#, "default_context_length", "--context 2048"),
    ])
  func isNamed(key: String, replacement: String, field: String, option: String) throws {
    let result = try transformed(without: key, with: replacement)
    defer { withExtendedLifetime(result) {} }
    let name = replacement.dropFirst().prefix { $0 != "\"" }
    #expect(result.code == "missing_fields")
    #expect(result.message.contains("lacks '\(field)' (but states '\(name)' ("), "\(result.message)")
    #expect(result.error?["hint"]?.string?.contains(option) == true)
  }

  @Test(
    "a key that is like another field's, or whose value makes no sense, is not named",
    arguments: [
      ("num_hidden_layers", #""n_decoder_blocks": 0"#), ("num_hidden_layers", #""n_decoder_blocks": 10000000"#),
      ("num_hidden_layers", #""n_decoder_blocks": "12""#), ("num_hidden_layers", #""memory_width": 17"#),
      ("num_attention_heads", #""kv_head_count": 8"#), ("num_attention_heads", #""head_width": 64"#),
      ("hidden_size", #""memory_size": 512"#), ("hidden_size", #""n_decoder_blocks": 12"#),
    ])
  func isNotNamed(key: String, replacement: String) throws {
    let result = try transformed(without: key, with: replacement)
    defer { withExtendedLifetime(result) {} }
    #expect(result.code == "missing_fields")
    #expect(!result.message.contains("but states"), "\(result.message)")
  }

  @Test("of several keys all are named, and the hint chooses none")
  func several() throws {
    let result = try transformed(without: "num_hidden_layers", with: #""n_decoder_blocks": 12, "text_layer_count": 4"#)
    defer { withExtendedLifetime(result) {} }
    #expect(result.message.contains("'n_decoder_blocks' (12)") && result.message.contains("'text_layer_count' (4)"))
    #expect(result.error?["hint"]?.string?.contains("--set num_layers=N") == true)
  }
}
