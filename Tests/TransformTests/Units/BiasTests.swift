import JSON
import TestSupport
import Testing

/// Flags that add biases to some projections of a family, and not to others.
@Suite("Biases")
struct BiasTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let fixture: String
    let flag: String
    /// How many parameters the flag adds. Source: transformers 5.24.0, counted on the meta device.
    let parameters: Int

    var testDescription: String { "\(flag) of \(fixture)" }
  }

  static let cases = [
    Case(fixture: "deepseek-v2-lite", flag: "mlp_bias", parameters: 223_616),
    Case(fixture: "deepseek-v2-lite", flag: "attention_bias", parameters: 70848),
    Case(fixture: "deepseek-v3", flag: "mlp_bias", parameters: 0),
    Case(fixture: "deepseek-v3", flag: "attention_bias", parameters: 566_080),
    Case(fixture: "deepseek-v32", flag: "mlp_bias", parameters: 0),
    Case(fixture: "deepseek-v32", flag: "attention_bias", parameters: 13760),
    Case(fixture: "deepseek-v4", flag: "mlp_bias", parameters: 352_256),
    Case(fixture: "doge", flag: "mlp_bias", parameters: 113_664),
    Case(fixture: "doge", flag: "attention_bias", parameters: 41496),
    Case(fixture: "dots3-note", flag: "mlp_bias", parameters: 0),
    Case(fixture: "falcon-h1", flag: "mamba_proj_bias", parameters: 120_672),
    Case(fixture: "falcon-h1", flag: "projectors_bias", parameters: 36864),
    Case(fixture: "glm-dsa", flag: "mlp_bias", parameters: 0),
    Case(fixture: "hy-v3", flag: "mlp_bias", parameters: 53120),
    Case(fixture: "hy-v3", flag: "attention_bias", parameters: 123_648),
    Case(fixture: "nemotron-h", flag: "mlp_bias", parameters: 147_200),
    Case(fixture: "nemotron-h", flag: "use_bias", parameters: 298_816),
    Case(fixture: "modernbert-decoder", flag: "mlp_bias", parameters: 176_640),
  ]

  @Test("a flag adds the biases of the projections that have them", arguments: cases)
  func adds(_ example: Case) throws {
    let fixture = try Fixture.named(example.fixture)
    let counts = try ["false", "true"].map { value in
      let config = try fixture.config(adding: #""\#(example.flag)": \#(value)"#)
      let billions = try #require(Transformed(config: config).root["parameters_billions"]?.double)
      return try #require(Int(exactly: (billions * 1e9).rounded()))
    }
    #expect(counts[1] - counts[0] == example.parameters)
  }

  @Test("InternLM 3 has its biases under the keys of the first code and under those of transformers")
  func internLM() throws {
    let fixture = try Fixture.named("internlm3")
    let without = try fixture.config(without: ["attention_bias", "mlp_bias"])
    func billions(_ members: String) throws -> String? {
      try Transformed(config: "\(without.dropLast()), \(members)}").root["parameters_billions"]?.decimal?.description
    }
    let first = try billions(#""qkv_bias": true, "bias": true"#)
    #expect(try first == billions(#""attention_bias": true, "mlp_bias": true"#))
    #expect(try first != billions(#""attention_bias": false, "mlp_bias": false"#))
  }

  @Test("the window of ModernBERT's decoder is half of local_attention, unless sliding_window states it")
  func window() throws {
    let fixture = try Fixture.named("modernbert-decoder")
    let stated = try Transformed(config: fixture.config())
    #expect(stated.root["kv_cache"]?["sliding_window"]?.int == 4096)
    let config = try fixture.config(without: ["sliding_window"])
    #expect(try Transformed(config: config).root["kv_cache"]?["sliding_window"]?.int == 64)
    let wider = config.replacing("\"local_attention\": 128", with: "\"local_attention\": 512")
    #expect(try Transformed(config: wider).root["kv_cache"]?["sliding_window"]?.int == 256)
  }
}
