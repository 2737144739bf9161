import JSON
import TestSupport
import Testing

/// Flags that add biases to some projections of a family, and not to others.
@Suite("Biases")
struct BiasTests {
  /// A fixture, a flag, and the number of parameters that the flag adds. Source: transformers 5.24.0, counted on the
  /// meta device.
  static let cases = [
    ("deepseek-v2-lite", "mlp_bias", 223_616),
    ("deepseek-v2-lite", "attention_bias", 70848),
    ("deepseek-v3", "mlp_bias", 0),
    ("deepseek-v3", "attention_bias", 566_080),
    ("deepseek-v32", "mlp_bias", 0),
    ("deepseek-v32", "attention_bias", 13760),
    ("deepseek-v4", "mlp_bias", 352_256),
    ("doge", "mlp_bias", 113_664),
    ("doge", "attention_bias", 41496),
    ("dots3-note", "mlp_bias", 0),
    ("falcon-h1", "mamba_proj_bias", 120_672),
    ("falcon-h1", "projectors_bias", 36864),
    ("glm-dsa", "mlp_bias", 0),
    ("hy-v3", "mlp_bias", 53120),
    ("hy-v3", "attention_bias", 123_648),
    ("nemotron-h", "mlp_bias", 147_200),
    ("nemotron-h", "use_bias", 298_816),
    ("modernbert-decoder", "mlp_bias", 176_640),
  ]

  @Test("a flag adds the biases of the projections that have them", arguments: cases)
  func adds(fixture name: String, flag: String, parameters: Int) throws {
    let fixture = try Fixture.named(name)
    let counts = try ["false", "true"].map { value in
      let config = try fixture.config(adding: #""\#(flag)": \#(value)"#)
      let billions = try #require(Transformed(config: config).root["parameters_billions"]?.double)
      return try #require(Int(exactly: (billions * 1e9).rounded()))
    }
    #expect(counts[1] - counts[0] == parameters)
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
