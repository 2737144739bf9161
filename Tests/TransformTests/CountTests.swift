import Shared
import Testing

@testable import hf_transform

@Suite("Counts")
struct CountTests {
  @Test(
    "a name states the largest size in it",
    arguments: [
      ("Llama-3.1-8B", 8_000_000_000), ("Mixtral-8x7B-v0.1", 56_000_000_000), ("stablelm-2-1_6b", 1_600_000_000),
      ("Llama-4-Maverick-17B-128E", 17_000_000_000), ("OLMoE-1B-7B-0924", 7_000_000_000), ("pythia-160m", 160_000_000),
      ("Qwen3-235B-A22B", 235_000_000_000),
    ])
  func guesses(name: String, count: Int) { #expect(NameGuess.parameters(in: name)?.value == count) }

  @Test("a name without a size states nothing", arguments: ["Model-4bit", "Foo-v2base", "gpt2", "b", "xb", "-"])
  func doesNotGuess(name: String) { #expect(NameGuess.parameters(in: name) == nil) }

  @Test("numbers that do not fit saturate instead of trapping")
  func saturates() {
    let large = Count(Int.max / 8)
    #expect((large * large).isTooLarge && (large + large + large).isTooLarge)
    #expect(Count(3) - Count(5) == 0 && Count(7) / Count(0) == 0)
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

  @Test("the weights' count is told where the config explains no difference")
  func unexplained() throws { #expect(try parameters(300_000) == "0.0003") }
}
