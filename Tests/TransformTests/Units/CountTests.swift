import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("Counts")
struct CountTests {
  @Test(
    "the size in a name is the largest one",
    arguments: [
      ("Llama-3.1-8B", 8_000_000_000), ("Mixtral-8x7B-v0.1", 56_000_000_000), ("stablelm-2-1_6b", 1_600_000_000),
      ("Llama-4-Maverick-17B-128E", 17_000_000_000), ("OLMoE-1B-7B-0924", 7_000_000_000), ("pythia-160m", 160_000_000),
      ("Qwen3-235B-A22B", 235_000_000_000),
    ])
  func guesses(name: String, count: Int) { #expect(NameGuess.parameters(in: name)?.value == count) }

  @Test("a name without a size has none", arguments: ["Model-4bit", "Foo-v2base", "gpt2", "b", "xb", "-"])
  func doesNotGuess(name: String) { #expect(NameGuess.parameters(in: name) == nil) }

  @Test("numbers that do not fit saturate instead of trapping")
  func saturates() {
    let large = Count(Int.max / 8)
    #expect((large * large).isTooLarge && (large + large + large).isTooLarge)
    #expect(Count(3) - Count(5) == 0 && Count(7) / Count(0) == 0)
    #expect((large * large).value == Int.max / 4 && (large + large + large).value == Int.max / 4)
  }

  @Test("masks that are too large to count, and a second copy of the embeddings, do not overflow")
  func hugeMasks() throws {
    let config =
      #"{"model_type": "gpt2", "n_positions": 1073741823, "n_embd": 768, "n_layer": 96, "n_head": 12, "vocab_size": 50257}"#
    let computed = 825_352_754_688
    let weights = #"{"source": "hub", "parameters": \#(computed + 1)}"#
    let entry = try Transformed(config: config, weights: weights)
    #expect(entry["parameters_billions"] == "825.352754689")
  }

  private static let tied =
    #"{"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "vocab_size": 1000, "#
    + #""num_attention_heads": 4, "intermediate_size": 128, "max_position_embeddings": 512, "tie_word_embeddings": true}"#

  private func parameters(_ weights: Int, _ extra: String = "") throws -> String? {
    let weights = #"{"source": "hub", "parameters": \#(weights)\#(extra)}"#
    return try Transformed(config: CountTests.tied, weights: weights)["parameters_billions"]
  }

  @Test("tied embeddings that are saved twice count once")
  func tiedTwice() throws {
    let alone = try Transformed(config: CountTests.tied)
    #expect(alone["parameters_source"] == "config")
    #expect(alone["parameters_billions"] == "0.00014624")
    #expect(try parameters(146_240) == "0.00014624")
    #expect(try parameters(146_240 + 64_000) == "0.00014624")
  }

  @Test(
    "tensors that are not parameters are not counted, and the message names them",
    arguments: CheckpointCount.corrected + CheckpointCount.scales + CheckpointCount.undescribed
      + CheckpointCount.packedOnes)
  func corrects(_ checkpoint: CheckpointCount) throws { try check(checkpoint) }

  @Test("tensors that are too many for another reason are counted", arguments: CheckpointCount.kept)
  func keeps(_ checkpoint: CheckpointCount) throws { try check(checkpoint) }

  private func check(_ checkpoint: CheckpointCount) throws {
    let config = try Fixture.named(checkpoint.fixture).config(adding: checkpoint.members)
    let entry = try Transformed(
      config: config, weights: checkpoint.weights, arguments: ["--text-only", "--explain"])
    #expect(entry.root["parameters_billions"]?.decimal == ExactDecimal("\(checkpoint.reported)e-9"))
    let remarks = entry.messages.joined(separator: "\n")
    guard let expected = checkpoint.remark else { return #expect(remarks.isEmpty, "\(remarks)") }
    let words = expected.split(separator: ": ", maxSplits: 1).map(String.init)
    if words[0] == "explain" {
      let explanation = entry.root["explain"]?["parameters_billions"]?.string ?? ""
      return #expect(remarks.isEmpty && explanation.contains(words[1]), "\(remarks) \(explanation)")
    }
    #expect(remarks.hasPrefix("\(words[0]): ") && remarks.contains(words[1]), "\(remarks)")
  }

  @Test("of an unknown model_type that does not say that embeddings are tied, a second matrix is its own head")
  func untiedHead() throws {
    func reported(_ members: String) throws -> String? {
      let sizes = CountTests.tied.split(separator: ", ").dropFirst().dropLast().joined(separator: ", ")
      let config = #"{"model_type": "next_month", \#(sizes)\#(members)}"#
      return try Transformed(config: config, weights: #"{"source": "hub", "parameters": 210240}"#)[
        "parameters_billions"]
    }
    #expect(try reported("") == "0.00021024")
    #expect(try reported(#", "tie_word_embeddings": true"#) == "0.00014624")
  }

  @Test("the weights' count comes before the config's, and an override before both")
  func precedence() throws {
    let weights = #"{"source": "hub", "parameters": 300000}"#
    let stated = try Transformed(config: CountTests.tied, weights: weights)
    #expect(stated["parameters_billions"] == "0.0003" && stated["parameters_source"] == "hub")
    let overridden = try Transformed(config: CountTests.tied, weights: weights, arguments: ["--params", "7"])
    #expect(overridden["parameters_billions"] == "7" && overridden["parameters_source"] == "override")
    #expect(overridden.messages.isEmpty)
  }

  @Test("without the number of experts per token, active parameters are left out")
  func unknownActiveExperts() throws {
    let config = try Fixture.named("mixtral").config(adding: #""num_experts_per_tok": 0"#)
    let entry = try Transformed(config: config)
    #expect(entry["active_parameters_billions"] == nil && entry["num_experts"] == "8")
    #expect(entry.messages.contains { $0.hasPrefix("warning: ") && $0.contains("active parameters") })
    let stated = try Transformed(config: config, arguments: ["--set", "experts_per_token=2"])
    #expect(stated["active_parameters_billions"] == "39.152031744" && stated.messages.isEmpty)
  }

  @Test("experts without a width are not counted from the config")
  func expertsWithoutWidth() throws {
    let config = try Fixture.named("qwen3-moe").config(adding: #""moe_intermediate_size": 0"#)
    #expect(try Transformed(config: config)["parameters_source"] == "name")
  }

  @Test("a count from the name is the last choice, with a warning")
  func name() throws {
    let config =
      #"{"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "#
      + #""vocab_size": null, "intermediate_size": 128, "max_position_embeddings": 512}"#
    let entry = try Transformed(config: config)
    #expect(entry["parameters_billions"] == "1" && entry["parameters_source"] == "name")
    #expect(entry.messages.contains { $0.hasPrefix("warning: ") && $0.contains("from the name") })
  }

  @Test("class defaults that differ from the weights by more than 1 % are refused, and named")
  func contradictedDefaults() throws {
    let config = #"{"model_type": "llama", "max_position_embeddings": 4096, "vocab_size": 32064}"#
    func transformed(_ parameters: Int) throws -> Transformed {
      try Transformed(config: config, weights: #"{"source": "hub", "parameters": \#(parameters)}"#)
    }
    let fitting = try transformed(6_738_939_904)
    #expect(fitting.error == nil && fitting["hidden_size"] == "4096")
    let thirteen = try transformed(13_015_864_320)
    #expect(thirteen.code == "missing_fields")
    for field in ["hidden_size", "num_layers", "num_heads", "intermediate_size"] {
      #expect(thirteen.message.contains("'\(field)'"), "\(thirteen.message)")
      #expect(thirteen.error?["hint"]?.string?.contains("--set \(field)=N") == true)
    }
  }

  @Test("class defaults that make another model are reported, experts and key/value heads included")
  func reportedDefaults() throws {
    let config =
      #"{"model_type": "dbrx", "d_model": 6144, "n_heads": 48, "n_layers": 40, "vocab_size": 100352, "#
      + #""max_seq_len": 32768, "ffn_config": {}, "attn_config": {}}"#
    let entry = try Transformed(config: config)
    let note = try #require(entry.messages.first { $0.contains("config.json leaves out") })
    for field in ["num_experts", "experts_per_token"] { #expect(note.contains("'\(field)'"), "\(note)") }
    let mistral = try Transformed(
      config: #"{"model_type": "mistral", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "#
        + #""intermediate_size": 14336, "vocab_size": 32000, "max_position_embeddings": 32768}"#)
    #expect(mistral["num_kv_heads"] == "8")
    #expect(mistral.messages.contains { $0.contains("'num_kv_heads'") }, "\(mistral.messages)")
  }

  @Test("a vocabulary that is left out is reported only where the config does not name its class")
  func defaultVocabulary() throws {
    let sizes = """
      "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, \
      "intermediate_size": 14336, "max_position_embeddings": 32768
      """
    let named = try Transformed(config: "{\"model_type\": \"mistral\", \(sizes)}")
    #expect(named["vocab_size"] == "32000" && named.messages.isEmpty, "\(named.messages)")
    let byClass = try Transformed(config: "{\"architectures\": [\"MistralForCausalLM\"], \(sizes)}")
    #expect(byClass["vocab_size"] == "32000")
    #expect(byClass.messages.contains { $0.contains("leaves out 'vocab_size'") }, "\(byClass.messages)")
  }
}
