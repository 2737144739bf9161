import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("GGUF architectures")
struct GGUFArchitectureTests {
  @Test("every architecture is named once, and its families are known")
  func table() {
    var seen: Set<String> = []
    for architecture in GGUFArchitecture.all {
      #expect(seen.insert(architecture.name.description).inserted, "\(architecture.name) is there twice")
      let types = [
        architecture.modelType, architecture.mixtureType, architecture.sharedType, architecture.slidingType,
      ]
      for type in types.compactMap({ $0 }) {
        #expect(FamilyRegistry.shared.family(named: type) != nil, "\(architecture.name): no family '\(type)'")
      }
    }
    for (_, names) in GGUFArchitecture.nonLanguageArchitectures {
      for name in names { #expect(!seen.contains(name.description), "\(name)") }
    }
  }

  @Test(
    "the common keys describe a model of any known architecture",
    arguments: GGUFArchitecture.all.map(\.name.description)
  )
  func describes(_ name: String) throws {
    let entry = try GGUFHeader(name, ["block_count": "8"]).transformed(arguments: ["--params", "1"])
    if entry.code == "unsupported_architecture" {
      #expect(["mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7"].contains(name))
      return
    }
    #expect(entry.error == nil, "\(entry.message)")
    #expect(entry["hidden_size"] == "64" && entry["num_layers"] == "8" && entry["num_heads"] == "4")
    #expect(entry["vocab_size"] == "1000" && entry["default_context_length"] == "512")
    #expect(entry["architecture"] == "transformer" && entry["num_experts"] == nil)
    #expect(!entry.messages.contains { $0.contains("unknown") || $0.contains("config.json") }, "\(entry.messages)")
  }

  @Test("PLM has latent attention, GroveMoE an expert for each pair of experts, PLaMo 2 Mamba and attention by turns")
  func countsOfArchitectures() throws {
    let plm = try GGUFHeader(
      "plm",
      [
        "attention.head_count_kv": "4", "attention.kv_lora_rank": "32", "attention.key_length": "24",
        "attention.value_length": "16", "rope.dimension_count": "8",
      ]
    ).transformed()
    let latent = 64 * 96 + 64 * 40 + 32 + 32 * 128 + 64 * 64
    #expect(plm.root["parameters_billions"]?.double == Double(4 * (latent + 2 * 64 * 128 + 128) + 64_064) / 1e9)
    #expect(plm["attention"] == "mla")
    let grove = try GGUFHeader(
      "grovemoe",
      [
        "expert_count": "8", "expert_used_count": "2", "expert_feed_forward_length": "32",
        "attention.key_length": "16", "attention.value_length": "16",
      ]
    ).transformed()
    let (attention, expert, adjugate) = (64 * 192 + 32, 3 * 64 * 32, 3 * 64 * 128)
    let total = 4 * (attention + 8 * (expert + 64) + 4 * adjugate + 128) + 128_064
    #expect(grove.root["parameters_billions"]?.double == Double(total) / 1e9)
    #expect(
      grove.root["active_parameters_billions"]?.double == Double(total - 4 * (6 * expert + 2 * adjugate)) / 1e9)
    let plamo = try GGUFHeader(
      "plamo2",
      [
        "attention.head_count": "[0, 4, 0, 4]", "attention.head_count_kv": "[0, 2, 0, 2]",
        "attention.key_length": "16", "attention.value_length": "16", "ssm.conv_kernel": "4", "ssm.state_size": "8",
        "ssm.time_step_rank": "4", "ssm.inner_size": "64", "ssm.group_count": "0",
      ]
    ).transformed()
    #expect(plamo.root["kv_cache"]?["full_elements_per_token"]?.int == 2 * 2 * 2 * 16, "\(plamo.messages)")
    #expect(plamo.root["kv_cache"]?["recurrent_elements"]?.int == 2 * 64 * (8 + 3))
  }

  @Test(
    "the size of the file decides on the bits of types that are unknown or have the numbers of others",
    arguments: [
      ("IQ4_NL_4_4", 1, "2"), ("IQ4_NL_4_4", 4, "4.5"), ("type 137", 2, "4"), ("MXFP4", 4, "4.25"),
      ("type 137", 40, nil),
    ])
  func bitsBySize(_ dtype: String, _ quarterBytes: Int, _ expected: String?) throws {
    let header = GGUFHeader("llama", dtype: dtype, tensors: ["token_embd.weight": ("[1000, 64]", "")])
    let bytes = dtype == "MXFP4" ? 64_000 * 17 / 32 : quarterBytes == 4 ? 64_000 * 9 / 16 : 64_000 * quarterBytes / 4
    let snapshot = header.snapshot().replacing(
      #""format":"gguf","#, with: #""format":"gguf","size_bytes":\#(bytes),"#)
    let bits = try Transformed(snapshot: snapshot).root["quantization"]?["bits"]
    #expect(bits.map { String(decoding: $0.source, as: UTF8.self) } == expected)
  }

  @Test(
    "the name of an architecture can be enough to refuse a file",
    arguments: [
      ("bert", "an encoder"), ("clip", "projector"), ("eagle3", "draft model"), ("gemma4-assistant", "draft model"),
      ("t5", "encoder-decoder"), ("wavtokenizer-dec", "speech"), ("gemma-embedding", "embedding model"),
    ])
  func refuses(_ name: String, noun: String) throws {
    let refusal = try GGUFHeader(name).transformed()
    #expect(refusal.code == "not_a_language_model")
    #expect(refusal.message.contains(noun) && refusal.message.contains("'general.architecture'"), "\(refusal.message)")
  }

  @Test("adapters and projectors are refused by their type, embedding models and rerankers by how they pool")
  func refusesByKeys() throws {
    let adapter = try GGUFHeader("llama").transformed(general: ["type": "adapter"])
    #expect(adapter.code == "not_a_language_model" && adapter.message.contains("adapter"))
    let projector = try GGUFHeader("llama").transformed(general: ["type": "mmproj"])
    #expect(projector.code == "not_a_language_model")
    let embedding = try GGUFHeader("qwen3", ["pooling_type": "3"]).transformed()
    #expect(embedding.message.contains("embedding model") && embedding.message.contains("'qwen3.pooling_type'"))
    #expect(try GGUFHeader("qwen3", ["pooling_type": "4"]).transformed().message.contains("reranking model"))
    #expect(try GGUFHeader("qwen3", ["pooling_type": "0"]).transformed(general: ["type": "model"]).error == nil)
  }

  @Test("an unknown architecture is described by its keys, with a note")
  func unknown() throws {
    let entry = try GGUFHeader("new-thing").transformed()
    #expect(entry["num_kv_heads"] == "2" && entry["intermediate_size"] == "128")
    #expect(entry.root["kv_cache"]?["full_elements_per_token"]?.int == 4 * 2 * 2 * 16)
    #expect(
      entry.messages.first
        == "note: 'org/Model-GGUF': unknown architecture 'new-thing' in the GGUF header: described by its keys alone")
  }

  @Test(
    "messages name the key as the file has it",
    arguments: [
      (["attention.head_count": "\"4\""], "'llama.attention.head_count' in the GGUF header"),
      (["attention.head_count": "99999"], "'llama.attention.head_count' in the GGUF header is 99999"),
      (["embedding_length": "-1"], "'llama.embedding_length' in the GGUF header is -1"),
      (["attention.head_count_kv": "[2, 2]"], "'llama.attention.head_count_kv' in the GGUF header is a list of 2"),
      (["attention.head_count_kv": "[2, 2, \"x\", 2]"], "'llama.attention.head_count_kv' in the GGUF header"),
      (["block_count": "1e99"], "'llama.block_count' in the GGUF header"),
      (["block_count": "50000"], "'llama.block_count' in the GGUF header is 50000"),
      (["context_length": "null"], "the GGUF header lacks 'default_context_length'"),
      (["feed_forward_length": "{}"], "'llama.feed_forward_length' in the GGUF header is an object"),
    ])
  func faults(_ keys: [String: String], message: String) throws {
    let failure = try GGUFHeader("llama", keys).transformed()
    #expect(failure.code == "missing_fields")
    #expect(failure.message.contains(message), "\(failure.message)")
  }

  @Test("the explanation names the keys of the file")
  func explains() throws {
    let entry = try GGUFHeader(
      "qwen3moe", ["expert_count": "8", "expert_used_count": "2", "expert_feed_forward_length": "32"]
    )
    .transformed(arguments: ["--explain"])
    let explanation = entry.root["explain"]
    #expect(explanation?["num_experts"]?.string == "the GGUF header: qwen3moe.expert_count")
    #expect(explanation?["num_layers"]?.string == "the GGUF header: qwen3moe.block_count")
    #expect(entry["moe_intermediate_size"] == "32" && entry["experts_per_token"] == "2")
  }

  @Test(
    "a header without the name of an architecture is a failure that says what was found",
    arguments: [
      (#""general.name":"x""#, "absent"), (#""general.architecture":7"#, "7"),
      (#""general.architecture":["llama"]"#, "a list"), (#""general.architecture":{"length":70000}"#, "an object"),
    ])
  func withoutArchitecture(_ members: String, _ found: String) throws {
    let failure = try Transformed(
      snapshot: #"{"model_id":"a/b","weights":{"format":"gguf","gguf":{\#(members)}}}"#)
    #expect(failure.code == "missing_fields")
    #expect(failure.message.hasPrefix("'general.architecture' in the GGUF header is \(found): expected"))
  }
}
