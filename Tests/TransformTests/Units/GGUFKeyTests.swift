import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("GGUF keys")
struct GGUFKeyTests {
  /// A header, and the fields that follow from it: cached elements over full and over sliding layers among them.
  struct Example: CustomTestStringConvertible, Sendable {
    let name: String
    let header: GGUFHeader
    let fields: [String: String]
    var full: Int?
    var sliding: Int?
    var testDescription: String { name }
  }

  static let examples: [Example] = [
    Example(
      name: "no key/value heads: as many as query heads",
      header: GGUFHeader("gptneox", ["attention.head_count_kv": "null"]),
      fields: ["num_kv_heads": "4", "attention": "mha"], full: 4 * 2 * 4 * 16),
    Example(
      name: "one key/value head", header: GGUFHeader("starcoder", ["attention.head_count_kv": "1"]),
      fields: ["num_kv_heads": "1", "attention": "mqa"], full: 4 * 2 * 16),
    Example(
      name: "Falcon with several key/value heads", header: GGUFHeader("falcon"),
      fields: ["num_kv_heads": "2", "attention": "gqa"], full: 4 * 2 * 2 * 16),
    Example(
      name: "ChatGLM's groups are key/value heads", header: GGUFHeader("chatglm"),
      fields: ["num_kv_heads": "2"], full: 4 * 2 * 2 * 16),
    Example(
      name: "its own head's size",
      header: GGUFHeader("qwen3", ["attention.key_length": "32", "attention.value_length": "32"]),
      fields: ["head_dim": "32"], full: 4 * 2 * 2 * 32),
    Example(
      name: "values of another size than keys",
      header: GGUFHeader("llama", ["attention.key_length": "24", "attention.value_length": "8"]),
      fields: ["head_dim": "24"], full: 4 * 2 * (24 + 8)),
    Example(
      name: "values of another size than keys, in some layers",
      header: GGUFHeader(
        "lfm2",
        [
          "attention.head_count_kv": "[0,2,0,2]", "shortconv.l_cache": "3", "attention.key_length": "24",
          "attention.value_length": "8",
        ]),
      fields: ["head_dim": "24"], full: 2 * 2 * (24 + 8)),
    Example(
      name: "no size of values: the hidden size over the query heads",
      header: GGUFHeader("qwen2", ["attention.key_length": "32"]), fields: ["head_dim": "32"],
      full: 4 * 2 * (32 + 16)),
    Example(
      name: "no size of keys: the hidden size over the query heads",
      header: GGUFHeader("new-thing", ["attention.value_length": "32"]), fields: ["head_dim": "16"],
      full: 4 * 2 * (16 + 32)),
    Example(
      name: "convolution layers have no key/value heads",
      header: GGUFHeader("lfm2", ["attention.head_count_kv": "[0,2,0,2]", "shortconv.l_cache": "3"]),
      fields: ["num_kv_heads": "2", "attention": "hybrid", "intermediate_size": "128"], full: 2 * 2 * 2 * 16),
    Example(
      name: "convolution layers that are not there",
      header: GGUFHeader("lfm2", ["attention.head_count_kv": "[2,2,2,2]", "shortconv.l_cache": "3"]),
      fields: ["num_kv_heads": "2", "attention": "gqa"], full: 4 * 2 * 2 * 16),
    Example(
      name: "convolution layers beside experts",
      header: GGUFHeader(
        "lfm2moe",
        [
          "attention.head_count_kv": "[0,2,0,2]", "shortconv.l_cache": "3", "expert_count": "8",
          "expert_used_count": "2",
          "expert_feed_forward_length": "32", "leading_dense_block_count": "2",
        ]),
      fields: ["attention": "hybrid", "architecture": "moe", "moe_intermediate_size": "32"], full: 2 * 2 * 2 * 16),
    Example(
      name: "Nemotron-H: one block a layer",
      header: GGUFHeader(
        "nemotron_h",
        [
          "attention.head_count_kv": "[0,0,2,0]", "feed_forward_length": "[0,128,0,128]", "ssm.inner_size": "128",
          "ssm.state_size": "16", "ssm.conv_kernel": "4", "ssm.time_step_rank": "8", "ssm.group_count": "2",
        ]),
      fields: ["attention": "hybrid", "num_kv_heads": "2", "intermediate_size": "128"], full: 2 * 2 * 16),
    Example(
      name: "Nemotron-H with experts, and a block that predicts further tokens",
      header: GGUFHeader(
        "nemotron_h_moe",
        [
          "block_count": "5", "nextn_predict_layers": "1", "attention.head_count_kv": "[0,2,0,2,2]",
          "feed_forward_length": "[0,0,32,0,32]", "ssm.inner_size": "128", "ssm.state_size": "16",
          "ssm.conv_kernel": "4", "ssm.time_step_rank": "8", "ssm.group_count": "2", "expert_count": "8",
          "expert_used_count": "2", "expert_feed_forward_length": "32", "expert_shared_count": "1",
          "expert_shared_feed_forward_length": "64",
        ]),
      fields: [
        "num_layers": "4", "architecture": "moe", "num_experts": "8", "num_shared_experts": "1",
        "intermediate_size": "32",
      ],
      full: 2 * 2 * 2 * 16),
    Example(
      name: "Granite 4: state-space layers beside experts",
      header: GGUFHeader(
        "granitehybrid",
        [
          "attention.head_count_kv": "[0,0,0,2]", "ssm.inner_size": "128", "ssm.state_size": "16",
          "ssm.conv_kernel": "4",
          "ssm.time_step_rank": "8", "ssm.group_count": "1", "expert_count": "8", "expert_used_count": "2",
          "expert_feed_forward_length": "32", "expert_shared_feed_forward_length": "64",
        ]),
      fields: ["attention": "hybrid", "num_experts": "8", "num_shared_experts": "1"], full: 2 * 2 * 16),
    Example(
      name: "Jamba: attention where there are key/value heads, experts where there are their tensors",
      header: GGUFHeader(
        "jamba",
        [
          "attention.head_count_kv": "[0,2,0,0]", "ssm.inner_size": "128", "ssm.state_size": "16",
          "ssm.conv_kernel": "4",
          "ssm.time_step_rank": "4", "expert_count": "8", "expert_used_count": "2",
        ], tensors: ["blk.*.ffn_up_exps.weight": ("[8,128,64]", "[[1,1],[3,3]]")]),
      fields: ["attention": "hybrid", "num_experts": "8", "moe_intermediate_size": "128"], full: 2 * 2 * 16),
    Example(
      name: "Kimi Linear: latent attention in some layers",
      header: GGUFHeader(
        "kimi-linear",
        [
          "attention.head_count_kv": "[0,0,0,1]", "attention.kv_lora_rank": "32", "attention.key_length": "40",
          "attention.key_length_mla": "24", "attention.value_length_mla": "16", "rope.dimension_count": "8",
          "kda.head_dim": "16", "ssm.conv_kernel": "4", "expert_count": "8", "expert_used_count": "2",
          "expert_feed_forward_length": "32", "expert_shared_count": "1", "leading_dense_block_count": "1",
        ]),
      fields: ["attention": "hybrid", "num_shared_experts": "1"], full: 40),
    Example(
      name: "layers without attention that nothing stands for (DeciLM)",
      header: GGUFHeader(
        "deci",
        [
          "attention.head_count": "[4,4,0,4]", "attention.head_count_kv": "[2,1,0,0]",
          "feed_forward_length": "[128,256,0,128]",
        ]),
      fields: ["attention": "gqa", "num_kv_heads": "2", "intermediate_size": "256"], full: 2 * (2 + 1) * 16),
    Example(
      name: "key/value heads that differ from layer to layer (OpenELM)",
      header: GGUFHeader(
        "openelm",
        [
          "attention.head_count": "[4,4,8,8]", "attention.head_count_kv": "[1,1,2,2]", "attention.key_length": "16",
          "feed_forward_length": "[64,96,128,160]",
        ]),
      fields: ["num_heads": "8", "num_kv_heads": "2", "intermediate_size": "160"], full: 2 * (1 + 1 + 2 + 2) * 16),
    Example(
      name: "gated delta nets in all layers but every n-th",
      header: GGUFHeader(
        "qwen35moe",
        [
          "full_attention_interval": "2", "feed_forward_length": "null", "expert_count": "8", "expert_used_count": "2",
          "expert_feed_forward_length": "32", "expert_shared_feed_forward_length": "32", "ssm.conv_kernel": "4",
          "ssm.state_size": "16", "ssm.group_count": "2", "ssm.time_step_rank": "4", "ssm.inner_size": "64",
        ]),
      fields: ["attention": "hybrid", "num_shared_experts": "1"], full: 2 * 2 * 2 * 16),
    Example(
      name: "attention and state space side by side",
      header: GGUFHeader(
        "falcon-h1",
        [
          "ssm.inner_size": "128", "ssm.state_size": "16", "ssm.conv_kernel": "4", "ssm.time_step_rank": "8",
          "ssm.group_count": "1",
        ]),
      fields: ["attention": "hybrid"], full: 4 * 2 * 2 * 16),
  ]

  static let windows: [Example] = [
    Example(
      name: "a list of truth values: true is a sliding window",
      header: GGUFHeader(
        "olmo2", ["attention.sliding_window": "64", "attention.sliding_window_pattern": "[true,true,true,false]"]),
      fields: [:], full: 2 * 2 * 16, sliding: 3 * 2 * 2 * 16),
    Example(
      name: "a list of 0 and 1",
      header: GGUFHeader(
        "exaone4", ["attention.sliding_window": "64", "attention.sliding_window_pattern": "[0,1,1,0]"]),
      fields: [:], full: 2 * 2 * 2 * 16, sliding: 2 * 2 * 2 * 16),
    Example(
      name: "a number n: every n-th layer has no sliding window",
      header: GGUFHeader("gemma3", ["attention.sliding_window": "64", "attention.sliding_window_pattern": "2"]),
      fields: [:], full: 2 * 2 * 2 * 16, sliding: 2 * 2 * 2 * 16),
    Example(
      name: "no pattern: the family's own", header: GGUFHeader("gemma2", ["attention.sliding_window": "64"]),
      fields: [:], full: 2 * 2 * 2 * 16, sliding: 2 * 2 * 2 * 16),
    Example(
      name: "neither pattern nor window, as in the first files: the family's own",
      header: GGUFHeader("gemma2", ["context_length": "8192"]), fields: ["default_context_length": "8192"],
      full: 2 * 2 * 2 * 16, sliding: 2 * 2 * 2 * 16),
    Example(
      name: "no pattern, and the first layer is full",
      header: GGUFHeader("smallthinker", ["attention.sliding_window": "64"]),
      fields: [:], full: 2 * 2 * 16, sliding: 3 * 2 * 2 * 16),
    Example(
      name: "a window of 0 is none", header: GGUFHeader("phi3", ["attention.sliding_window": "0"]),
      fields: [:], full: 4 * 2 * 2 * 16),
    Example(
      name: "other heads on full layers (Gemma 4)",
      header: GGUFHeader(
        "gemma4",
        [
          "attention.sliding_window": "64", "attention.sliding_window_pattern": "[true,true,true,false]",
          "attention.head_count_kv": "[4,4,4,1]", "attention.key_length": "32", "attention.value_length": "32",
          "attention.key_length_swa": "16", "attention.value_length_swa": "16", "attention.shared_kv_layers": "0",
        ]),
      fields: ["num_kv_heads": "4", "head_dim": "16"], full: 2 * 32, sliding: 3 * 2 * 4 * 16),
    Example(
      name: "values of another size than keys, on full and on sliding layers (Gemma 4)",
      header: GGUFHeader(
        "gemma4",
        [
          "attention.sliding_window": "64", "attention.sliding_window_pattern": "[true,true,true,false]",
          "attention.head_count_kv": "[4,4,4,1]", "attention.key_length": "32", "attention.value_length": "24",
          "attention.key_length_swa": "16", "attention.value_length_swa": "8",
        ]),
      fields: ["num_kv_heads": "4", "head_dim": "16"], full: 32 + 24, sliding: 3 * 4 * (16 + 8)),
    Example(
      name: "other sizes on sliding layers, in a family that has the same on all",
      header: GGUFHeader(
        "gemma3",
        [
          "attention.sliding_window": "64", "attention.sliding_window_pattern": "[true,true,true,false]",
          "attention.key_length": "32", "attention.value_length": "32", "attention.key_length_swa": "16",
          "attention.value_length_swa": "8",
        ]),
      fields: ["head_dim": "32"], full: 2 * 64, sliding: 3 * 2 * (16 + 8)),
    Example(
      name: "the last layers share a cache (Gemma 3n)",
      header: GGUFHeader(
        "gemma3n",
        [
          "attention.sliding_window": "64", "attention.sliding_window_pattern": "[true,false,true,false]",
          "attention.shared_kv_layers": "2", "embedding_length_per_layer_input": "16", "altup.num_inputs": "4",
          "feed_forward_length": "[128,128,128,128]",
        ]),
      fields: ["intermediate_size": "128"], full: 2 * 2 * 16, sliding: 2 * 2 * 16),
    Example(
      name: "other key/value heads on sliding layers, and blocks that predict further tokens (MiMo V2)",
      header: GGUFHeader(
        "mimo2",
        [
          "block_count": "5", "nextn_predict_layers": "1", "attention.sliding_window": "64",
          "attention.sliding_window_pattern": "[0,1,1,0,1]", "attention.head_count_kv": "[1,2,2,1,2]",
          "attention.key_length": "24", "attention.value_length": "16", "expert_count": "8", "expert_used_count": "2",
          "expert_feed_forward_length": "32",
        ]),
      fields: ["num_layers": "4", "num_kv_heads": "1", "head_dim": "24"], full: 2 * (24 + 16),
      sliding: 2 * 2 * (24 + 16)),
    Example(
      name: "other query heads on sliding layers (Step 3.5)",
      header: GGUFHeader(
        "step35",
        [
          "attention.sliding_window": "64", "attention.sliding_window_pattern": "[false,true,true,false]",
          "attention.head_count": "[4,6,6,4]", "attention.head_count_kv": "[2,2,2,2]", "attention.key_length": "16",
          "attention.value_length": "16", "expert_count": "8", "expert_used_count": "2",
          "leading_dense_block_count": "1",
          "expert_feed_forward_length": "32", "expert_shared_feed_forward_length": "32",
        ]),
      fields: ["num_heads": "4", "num_kv_heads": "2", "num_shared_experts": "1"], full: 2 * 2 * 2 * 16,
      sliding: 2 * 2 * 2 * 16),
  ]

  static let mixtures: [Example] = [
    Example(
      name: "Mixtral: experts as wide as the feed-forward",
      header: GGUFHeader("llama", ["expert_count": "8", "expert_used_count": "2"]),
      fields: ["architecture": "moe", "num_experts": "8", "moe_intermediate_size": "128", "num_shared_experts": "nil"]),
    Example(
      name: "no experts: 0 is none", header: GGUFHeader("llama", ["expert_count": "0", "expert_used_count": "0"]),
      fields: ["architecture": "transformer", "num_experts": "nil"]),
    Example(
      name: "experts' width from their tensors",
      header: GGUFHeader(
        "qwen2moe", ["expert_count": "8", "expert_used_count": "2"],
        tensors: [
          "blk.*.ffn_up_exps.weight": ("[8,32,64]", "[[0,3]]"), "blk.*.ffn_up_shexp.weight": ("[96,64]", "[[0,3]]"),
        ]),
      fields: ["moe_intermediate_size": "32", "num_shared_experts": "1", "intermediate_size": "128"]),
    Example(
      name: "shared experts of Granite",
      header: GGUFHeader(
        "granitemoe", ["expert_count": "8", "expert_used_count": "2", "expert_shared_feed_forward_length": "64"]),
      fields: ["num_shared_experts": "1"]),
    Example(
      name: "Llama 4: experts in every second layer, chunked attention",
      header: GGUFHeader(
        "llama4",
        [
          "context_length": "16384", "expert_count": "8", "expert_used_count": "1", "expert_feed_forward_length": "32",
          "interleave_moe_layer_step": "2",
        ]),
      fields: [
        "architecture": "moe", "num_shared_experts": "1", "moe_intermediate_size": "32", "intermediate_size": "128",
      ],
      full: 2 * 2 * 16, sliding: 3 * 2 * 2 * 16),
    Example(
      name: "Llama 4 without dense layers: the width is the experts'",
      header: GGUFHeader(
        "llama4",
        [
          "expert_count": "8", "expert_used_count": "1", "expert_feed_forward_length": "32",
          "interleave_moe_layer_step": "1",
        ]),
      fields: ["moe_intermediate_size": "32", "intermediate_size": "32"]),
    Example(
      name: "ERNIE 4.5: experts from a layer on",
      header: GGUFHeader(
        "ernie4_5-moe",
        [
          "expert_count": "8", "expert_used_count": "2", "expert_feed_forward_length": "32", "expert_shared_count": "2",
          "leading_dense_block_count": "1", "interleave_moe_layer_step": "1",
        ]),
      fields: ["num_shared_experts": "2", "intermediate_size": "128"]),
  ]

  static let latent: [Example] = [
    Example(
      name: "sizes of what is cached, and of a head",
      header: GGUFHeader(
        "deepseek2",
        [
          "attention.head_count_kv": "1", "attention.kv_lora_rank": "32", "attention.key_length": "40",
          "attention.value_length": "32", "attention.key_length_mla": "24", "attention.value_length_mla": "16",
          "rope.dimension_count": "8", "expert_count": "8", "expert_used_count": "2",
          "expert_feed_forward_length": "32",
          "expert_shared_count": "1", "leading_dense_block_count": "1",
        ]),
      fields: ["attention": "mla", "head_dim": "nil", "num_kv_heads": "4"], full: 4 * 40),
    Example(
      name: "older files state the sizes of a head",
      header: GGUFHeader(
        "deepseek2",
        [
          "attention.head_count_kv": "4", "attention.kv_lora_rank": "32", "attention.q_lora_rank": "48",
          "attention.key_length": "24", "attention.value_length": "16", "rope.dimension_count": "8",
        ]),
      fields: ["attention": "mla", "architecture": "transformer"], full: 4 * 40),
    Example(
      name: "DeepSeek without latent attention",
      header: GGUFHeader("deepseek2-ocr", ["expert_count": "8", "expert_used_count": "2"]),
      fields: ["attention": "gqa", "num_kv_heads": "2"], full: 4 * 2 * 2 * 16),
    Example(
      name: "latent attention of an unknown architecture",
      header: GGUFHeader(
        "plm",
        [
          "attention.kv_lora_rank": "32", "attention.key_length": "24", "attention.value_length": "16",
          "rope.dimension_count": "8",
        ]),
      fields: ["attention": "mla"], full: 4 * 40),
  ]

  @Test("each key gives its fields", arguments: examples + windows + mixtures + latent)
  func describes(_ example: Example) throws {
    let entry = try example.header.transformed()
    #expect(entry.error == nil, "\(entry.message)")
    for (field, value) in example.fields { #expect(entry[field] ?? "nil" == value, "\(field)") }
    let cache = entry.root["kv_cache"]
    if let full = example.full { #expect(cache?["full_elements_per_token"]?.int == full) }
    if example.full != nil { #expect(cache?["sliding_elements_per_token"]?.int == example.sliding) }
  }

  @Test(
    "the vocabulary size is in its key, or is the length of the list of tokens",
    arguments: [#"{"length":32000}"#, #"["a","b","c"]"#])
  func vocabulary(_ tokens: String) throws {
    let entry = try GGUFHeader("llama", ["vocab_size": "null", "tokenizer.ggml.tokens": tokens]).transformed()
    #expect(entry["vocab_size"] == (tokens.contains("length") ? "32000" : "3"))
  }

  @Test("weights that are not quantized have a data type: that of most of them")
  func dtype() throws {
    #expect(try GGUFHeader("llama").transformed()["dtype"] == nil)
    let numbers = GGUFHeader("llama", dtype: "BF16", tensors: ["blk.*.attn_q.weight": ("[64,64]", "[[0,3]]")])
    #expect(try numbers.transformed()["dtype"] == "bfloat16")
    let quantized = GGUFHeader("llama", tensors: ["blk.*.attn_q.weight": ("[64,64]", "[[0,3]]")])
    #expect(try quantized.transformed()["dtype"] == nil)
  }

  @Test("blocks that predict further tokens are not layers, wherever the block count has them")
  func nextTokenBlocks() throws {
    let keys = ["block_count": "5", "nextn_predict_layers": "1"]
    #expect(try GGUFHeader("glm4moe", keys).transformed()["num_layers"] == "4")
    let written = [
      "blk.*.attn_q.weight": ("[64,64]", "[[0,4]]"), "blk.*.nextn.eh_proj.weight": ("[64,128]", "[[4,4]]"),
    ]
    #expect(try GGUFHeader("glm4moe", keys, tensors: written).transformed()["num_layers"] == "4")
    let without = ["blk.*.attn_q.weight": ("[64,64]", "[[0,4]]")]
    #expect(try GGUFHeader("qwen3", keys, tensors: without).transformed()["num_layers"] == "5")
  }
}
