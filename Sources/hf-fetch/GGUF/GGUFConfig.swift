import JSON
import ModelSpec
import Platform

/// The config.json that a GGUF file's metadata amount to, so that hf-transform describes it like any other.
///
/// What the next stage can expect:
/// - `model_type` from `general.architecture`, in transformers' spelling; the sizes under transformers' usual names
///   (``fields``); a value that differs from block to block is a list.
/// - `num_key_value_heads` always (the metadata leave it out for multi-head attention); `head_dim` where the file says
///   it; under MLA instead `kv_lora_rank`, `q_lora_rank`, `qk_rope_head_dim`, `qk_nope_head_dim`, `v_head_dim`.
/// - `tie_word_embeddings`, from whether there is an output matrix.
/// - for quantised files `quantization_config`: `{"quant_method": "gguf", "bits": 4, "bits_per_weight": 4.83,
///   "file_type": "Q4_K_M"}`, where `bits` is the nominal width; for others `torch_dtype`.
/// - the snapshot's `weights.source` is `gguf`.
struct GGUFConfig {
  private let header: GGUFHeader
  private let architecture: String

  /// Keys behind `<architecture>.` and what transformers calls them.
  static let fields: [(gguf: String, config: String)] = [
    ("embedding_length", "hidden_size"), ("block_count", "num_hidden_layers"),
    ("attention.head_count", "num_attention_heads"), ("attention.head_count_kv", "num_key_value_heads"),
    ("context_length", "max_position_embeddings"), ("feed_forward_length", "intermediate_size"),
    ("vocab_size", "vocab_size"), ("expert_count", "num_local_experts"), ("expert_used_count", "num_experts_per_tok"),
    ("expert_shared_count", "n_shared_experts"), ("expert_feed_forward_length", "moe_intermediate_size"),
    ("leading_dense_block_count", "first_k_dense_replace"), ("nextn_predict_layers", "num_nextn_predict_layers"),
    ("attention.sliding_window", "sliding_window"), ("attention.sliding_window_pattern", "sliding_window_pattern"),
    ("attention.q_lora_rank", "q_lora_rank"), ("attention.kv_lora_rank", "kv_lora_rank"),
    ("full_attention_interval", "full_attention_interval"), ("ssm.state_size", "ssm_state_size"),
    ("ssm.inner_size", "ssm_inner_size"), ("ssm.conv_kernel", "ssm_conv_kernel"),
    ("ssm.group_count", "ssm_group_count"),
    ("ssm.time_step_rank", "ssm_time_step_rank"),
  ]

  /// Architectures that transformers spells otherwise; the rest are the same in both.
  static let modelTypes: [String: String] = [
    "qwen2moe": "qwen2_moe", "qwen3moe": "qwen3_moe", "qwen3next": "qwen3_next", "deepseek": "deepseek",
    "deepseek2": "deepseek_v3", "gpt-oss": "gpt_oss", "command-r": "cohere", "phi2": "phi", "phimoe": "phimoe",
    "glm4moe": "glm4_moe", "gptneox": "gpt_neox", "gptj": "gptj", "granitemoe": "granitemoe", "stablelm": "stablelm",
    "starcoder": "gpt_bigcode", "gemma3": "gemma3_text", "hunyuan-moe": "hunyuan_v1_moe",
    "ernie4_5-moe": "ernie4_5_moe",
    "minimax-m2": "minimax_m2", "lfm2moe": "lfm2_moe", "bailingmoe": "bailing_moe", "dots1": "dots1",
  ]

  init(_ header: GGUFHeader) {
    self.header = header
    if case .text(let name)? = header.metadata["general.architecture"] {
      architecture = name
    } else {
      architecture = ""
    }
  }

  /// The bytes of the config.
  ///
  /// - Parameter quantisation: the name and average width of the weights.
  func bytes(bitsPerWeight: Double?) -> [UInt8] {
    let output = ByteBuffer()
    output.beginObject()
    output.key("model_type")
    output.string(GGUFConfig.modelTypes[architecture] ?? architecture)
    for (key, name) in GGUFConfig.fields { write(value(key), as: name, to: output) }
    writeHeads(to: output)
    output.key("tie_word_embeddings")
    output.bool(!header.hasOutput)
    writePrecision(bitsPerWeight, to: output)
    output.endObject()
    return output.array
  }

  private func value(_ key: String) -> GGUFHeader.Value? {
    let value = header.metadata[architecture + "." + key]
    if key == "block_count", case .integer(let blocks)? = value {
      // The blocks that predict further tokens are counted among them.
      if case .integer(let extra)? = header.metadata[architecture + ".nextn_predict_layers"],
        (0..<blocks).contains(extra)
      {
        return .integer(blocks - extra)
      }
    }
    return value
  }

  private func write(_ value: GGUFHeader.Value?, as name: String, to output: ByteBuffer) {
    switch value {
    case .integer(let integer)?:
      // Zero stands for "not used": no experts, no window.
      guard integer > 0 else { return }
      output.key(name)
      output.integer(integer)
    case .integers(let integers)?:
      output.key(name)
      guard let first = integers.first, integers.contains(where: { $0 != first }) else {
        return output.integer(integers.first ?? 0)
      }
      output.beginArray()
      for integer in integers { output.integer(integer) }
      output.endArray()
    default: return
    }
  }

  private func integer(_ key: String) -> Int? {
    if case .integer(let value)? = header.metadata[architecture + "." + key], value > 0 { return value }
    return nil
  }

  /// What follows from several keys: key/value heads that go without saying, head sizes, the vocabulary.
  private func writeHeads(to output: ByteBuffer) {
    if value("attention.head_count_kv") == nil {
      write(value("attention.head_count"), as: "num_key_value_heads", to: output)
    }
    if value("vocab_size") == nil, case .array(let count)? = header.metadata["tokenizer.ggml.tokens"], count > 0 {
      output.key("vocab_size")
      output.integer(count)
    }
    let rotary = integer("rope.dimension_count")
    guard integer("attention.kv_lora_rank") != nil else {
      return write(value("attention.key_length"), as: "head_dim", to: output)
    }
    let keyLength = integer("attention.key_length_mla") ?? integer("attention.key_length")
    write(rotary.map { .integer($0) }, as: "qk_rope_head_dim", to: output)
    if let keyLength, let rotary, keyLength > rotary {
      write(.integer(keyLength - rotary), as: "qk_nope_head_dim", to: output)
    }
    write(value("attention.value_length_mla") ?? value("attention.value_length"), as: "v_head_dim", to: output)
  }

  private func writePrecision(_ bitsPerWeight: Double?, to output: ByteBuffer) {
    guard let name = fileType else { return }
    if let dtype = GGUFTypes.plainDtypes[name] {
      output.key("torch_dtype")
      return output.string(dtype)
    }
    output.key("quantization_config")
    output.beginObject()
    output.key("quant_method")
    output.string("gguf")
    if let bits = name.first(where: \.isWholeNumber)?.wholeNumberValue, bits > 0 {
      output.key("bits")
      output.integer(bits)
    }
    if let bitsPerWeight {
      output.key("bits_per_weight")
      output.number((bitsPerWeight * 1000).rounded() / 1000)
    }
    output.key("file_type")
    output.string(name)
    output.endObject()
  }

  /// The predominant quantisation: as the file says, else the type of most weights.
  private var fileType: String? {
    if case .integer(let number)? = header.metadata["general.file_type"], let name = GGUFTypes.fileTypes[number] {
      return name
    }
    return header.countByType.max { $0.count < $1.count }.flatMap { GGMLType.numbered($0.type)?.name.description }
  }
}
