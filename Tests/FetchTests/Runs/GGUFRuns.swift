import JSON
import StubHub
import Testing

@Suite("hf-fetch reads GGUF")
struct GGUFRuns {
  private func mixtral(isBigEndian: Bool = false, tokens: Int = 32000) -> TestGGUF {
    var file = TestGGUF(isBigEndian: isBigEndian)
    file.add("general.architecture", "llama")
    file.add("general.file_type", 15)
    file.add("llama.context_length", 32768)
    file.add("llama.embedding_length", 4096)
    file.add("llama.block_count", 32)
    file.add("llama.feed_forward_length", 14336)
    file.add("llama.attention.head_count", 32)
    file.add("llama.attention.head_count_kv", Array(repeating: 8, count: 32))
    file.add("llama.expert_count", 8)
    file.add("llama.expert_used_count", 2)
    file.add("tokenizer.ggml.tokens", texts: (0..<tokens).map { "token \($0)" })
    file.add(tensor: "token_embd.weight", [4096, 32000], type: 12)
    file.add(tensor: "blk.0.ffn_gate_exps.weight", [4096, 14336, 8], type: 12)
    file.add(tensor: "output.weight", [4096, 32000], type: 14)
    file.add(tensor: "rope_freqs.weight", [64], type: 0)
    return file
  }

  private static let parameters = 4096 * 32000 * 2 + 4096 * 14336 * 8

  private func model(_ files: [String: [UInt8]]) -> StubModel {
    StubModel("org/name-GGUF", files: files.mapValues { StubFile($0, size: 1 << 33, isLarge: true) })
  }

  @Test("metadata become a config, and dimensions the count", arguments: [true, false])
  func describes(_ isBigEndian: Bool) throws {
    let hub = try StubHub([model(["name.Q4_K_M.gguf": mixtral(isBigEndian: isBigEndian).bytes])])
    let run = try runFetch(["org/name-GGUF"], from: hub)
    let config = try #require(run.documents.first?.root["config"])
    let expected = [
      "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8,
      "max_position_embeddings": 32768, "intermediate_size": 14336, "vocab_size": 32000, "num_local_experts": 8,
      "num_experts_per_tok": 2,
    ]
    for (key, value) in expected { #expect(config[key: key]?.int == value, "\(key)") }
    #expect(config["model_type"]?.string == "llama")
    #expect(config["tie_word_embeddings"]?.bool == false)
    #expect(config["quantization_config"]?["file_type"]?.string == "Q4_K_M")
    #expect(config["quantization_config"]?["bits"]?.int == 4)
    #expect(run.weights?["source"]?.string == "gguf")
    #expect(run.weights?["format"]?.string == "gguf")
    #expect(run.weights?["parameters"]?.int == Self.parameters)
  }

  @Test("headers longer than a piece are read on")
  func readsOn() throws {
    let hub = try StubHub([model(["name.gguf": mixtral(tokens: 250_000).bytes])])
    let run = try runFetch(["org/name-GGUF"], from: hub)
    #expect(run.weights?["parameters"]?.int == Self.parameters)
    #expect(run.documents.first?.root["config"]?["vocab_size"]?.int == 250_000)
  }

  @Test("split files are added up, projectors left out, and the file that was pointed to is taken")
  func choosesFiles() throws {
    var second = TestGGUF()
    second.add(tensor: "blk.1.ffn_up.weight", [100], type: 12)
    var other = TestGGUF()
    other.add("general.architecture", "qwen3")
    other.add(tensor: "token_embd.weight", [7], type: 0)
    let hub = try StubHub([
      model([
        "name-Q4_K_M-00001-of-00002.gguf": mixtral().bytes, "name-Q4_K_M-00002-of-00002.gguf": second.bytes,
        "mmproj-name.gguf": [1, 2, 3], "other.gguf": other.bytes,
      ])
    ])
    #expect(try runFetch(["org/name-GGUF"], from: hub).weights?["parameters"]?.int == Self.parameters + 100)
    let pointed = try runFetch(["\(hub.baseURL)/org/name-GGUF/blob/main/other.gguf"], from: hub)
    #expect(pointed.weights?["parameters"]?.int == 7)
    #expect(pointed.documents.first?.root["config"]?["tie_word_embeddings"]?.bool == true)
  }

  @Test(
    "a file that lies is a bad response",
    arguments: [
      Array("GGML".utf8), Array("GGUF".utf8), Array("GGUF".utf8) + [9, 0, 0, 0],
      Array("GGUF".utf8) + [3, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 16),
      Array("GGUF".utf8) + [3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        + [UInt8](repeating: 0xFF, count: 8),
    ])
  func refuses(_ bytes: [UInt8]) throws {
    let hub = try StubHub([StubModel("a/b", files: ["a.gguf": StubFile(bytes, isLarge: true)])])
    #expect(try runFetch(["a/b"], from: hub).answers == ["bad_response"])
  }

  @Test(
    "dimensions that overflow, or do not fit the file, are refused",
    arguments: [
      [UInt64(1) << 32, 1 << 32], [UInt64.max], [1 << 32, 1 << 20],
    ])
  func refusesSizes(_ dimensions: [UInt64]) throws {
    var file = TestGGUF()
    file.add(tensor: "a", dimensions, type: 0)
    let hub = try StubHub([StubModel("a/b", files: ["a.gguf": StubFile(file.bytes, isLarge: true)])])
    #expect(try runFetch(["a/b"], from: hub).answers == ["bad_response"])
  }
}
