import Testing

@testable import hf_transform

@Suite("The layers of a model")
struct LayerLayoutTests {
  @Test(
    "without a number of layers, the letters of a pattern are counted, and its separators are not",
    arguments: [("ME*-", "4"), ("ME|*-", "4"), ("|M|E||*-|", "4"), ("*", "1")])
  func countsLetters(_ pattern: String, _ layers: String) throws {
    let members = #""num_hidden_layers": null, "hybrid_override_pattern": "\#(pattern)""#
    let entry = try Transformed(config: Fixture.named("nemotron-h").config(adding: members))
    #expect(entry["num_layers"] == layers, "\(entry.message)")
  }

  /// The counts are those of transformers 5.24.0, on the meta device.
  @Test(
    "Inkling 2's first layer has no learned queries for its inputs of attention, of which full attention has three",
    arguments: [
      (["hybrid_sliding", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding"], "3.352253184"),
      (["hybrid", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding"], "3.326385472"),
      (["hybrid", "hybrid", "hybrid", "hybrid", "hybrid"], "3.222926912"),
    ])
  func countsQueries(_ types: [String], _ parameters: String) throws {
    let config = try Fixture.named("inkling2-text").config(adding: #""layer_types": \#(types)"#)
    #expect(try Transformed(config: config)["parameters_billions"] == parameters)
  }
}
