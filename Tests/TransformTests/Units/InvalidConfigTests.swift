import Testing

@testable import hf_transform

/// Values that a config states but that no model can have. A class default in their place would be a wrong number.
@Suite("Invalid values of a config")
struct InvalidConfigTests {
  @Test(
    "a stated value that makes no sense is refused, with its key",
    arguments: [
      ("lfm2", #""block_ffn_dim_multiplier": "1.5""#),
      ("recurrent-gemma", #""block_types": ["recurrent", "atention"]"#),
      ("glm-dsa", #""mlp_layer_types": [\#(list(of: #""dnse""#))]"#),
      ("glm-dsa", #""indexer_types": [\#(list(of: #""fulll""#))]"#),
      ("glm-dsa", #""indexer_types": null, "index_topk_pattern": "FSX\#(String(repeating: "S", count: 97))""#),
      ("glm-dsa", #""indexer_types": null, "index_topk_pattern": "FS""#),
      ("nemotron-nas", #""block_configs": [\#(list(of: "7"))]"#),
      ("nemotron-nas", blocks(#"{"n_heads_in_group": "8"}"#)),
      ("nemotron-nas", blocks(#"{"no_op": false}"#)),
      ("nemotron-nas", blocks(#"{"ffn_mult": 1.3}"#)),
      ("nemotron-nas", blocks(#"{"n_heads_in_group": 8}, "ffn": {"ffn_mult": 2000}"#)),
      ("nemotron-nas", blocks("4")),
      ("qwen4-exp-text", #""ple_layer_ids": [1, 2], "ngram_size": 16, "heads_per_ngram": 256"#),
    ])
  func refused(fixture: String, members: String) throws {
    let refusal = try Transformed(config: Fixture.named(fixture).config(adding: members))
    let key = members.split(separator: "\"").map(String.init).filter { refusal.message.contains($0) }
    #expect(refusal.code == "missing_fields" && !key.isEmpty, "\(refusal.message)")
  }

  @Test(
    "a model whose id gives no entry id is refused, unless the id is set",
    arguments: [("org/---", true), ("org/._.", true), ("org/-1", false)])
  func entryID(_ model: String, _ isRefused: Bool) throws {
    let snapshot = #"{"model_id":"\#(model)","config":\#(try Fixture.named("llama").config())}"#
    let refusal = try Transformed(snapshot: snapshot)
    #expect((refusal.code == "missing_fields") == isRefused)
    #expect(refusal.message.contains("no entry id can be made from the model's id") == isRefused)
    #expect(try Transformed(snapshot: snapshot, arguments: ["--set", #"id="my-model""#])["id"] == "my-model")
  }

  /// The family has no default for it, so nothing in its place would be right.
  @Test(
    "a count is not computed from a config without the width of a feed-forward or of experts",
    arguments: [
      ("decilm-heads-by-layer", ["intermediate_size"]), ("ling", ["moe_intermediate_size"]),
      ("ring-linear", ["moe_intermediate_size"]), ("deepseek", ["moe_intermediate_size"]),
      ("pangu-ultra-moe", ["moe_intermediate_size"]),
    ])
  func withoutWidth(fixture: String, keys: [String]) throws {
    let entry = try Transformed(config: Fixture.named(fixture).config(without: keys))
    #expect(entry["parameters_source"] == "name" && !entry.messages.isEmpty, "\(entry.messages)")
  }

  @Test("pruned layers without a list of their parts are refused")
  func withoutParts() throws {
    let refusal = try Transformed(config: Fixture.named("nemotron-nas").config(without: ["block_configs"]))
    #expect(refusal.code == "missing_fields" && refusal.message.contains("'block_configs'"), "\(refusal.message)")
  }

  @Test("all layers with hashed embeddings count", arguments: [64, 80])
  func hashedEmbeddings(layers: Int) throws {
    func parameters(_ layers: Int) throws -> Double {
      let list = (0..<layers).map { _ in "1" }.joined(separator: ",")
      let config = try Fixture.named("qwen4-exp-text").config(adding: #""ple_layer_ids": [\#(list)]"#)
      return try #require(Transformed(config: config)["parameters_billions"].flatMap(Double.init))
    }
    let (none, one) = (try parameters(0), try parameters(1))
    #expect(try parameters(layers) - none >= Double(layers) * (one - none))
  }

  private static func list(of item: String) -> String { Array(repeating: item, count: 100).joined(separator: ",") }

  private static func blocks(_ attention: String) -> String {
    #""block_configs": [\#(list(of: #"{"attention": \#(attention)}"#))]"#
  }
}
