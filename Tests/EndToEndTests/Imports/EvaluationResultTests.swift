import FoundationEssentials
import JSON
import TestSupport
import Testing

@Suite("hf-transform --benchmarks")
struct EvaluationResultTests {
  /// A snapshot of a small model whose info has these members.
  private static func snapshot(_ infoMembers: String, overrides: String = "{}") -> String {
    """
    {"model_id":"org/small","info":{"id":"org/small",\(infoMembers)},"overrides":\(overrides),\
    "config":{"model_type":"llama","architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":2,\
    "num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":128,"vocab_size":1000,\
    "max_position_embeddings":2048},"weights":{"source":"hub","format":"safetensors","parameters":202048}}
    """
  }

  /// What becomes of a snapshot: the text of `benchmarks` (nil if the entry has no such field) and the messages.
  private func benchmarks(
    _ infoMembers: String, overrides: String = "{}", options: [String] = ["--benchmarks"]
  ) throws -> (text: String?, messages: String) {
    let input = Self.snapshot(infoMembers, overrides: overrides)
    let outcome = try Command(tool: "hf-transform", options, input: input).run()
    #expect(outcome.status == 0, "\(outcome.output)")
    let entry = try JSONDocument(outcome.output)
    defer { withExtendedLifetime(entry) {} }
    return (entry.root["benchmarks"].map { String(decoding: $0.source, as: UTF8.self) }, outcome.errors)
  }

  private static func card(_ results: String) -> String {
    #""cardData":{"model-index":[{"name":"small","results":[\#(results)]}]}"#
  }

  @Test("the results of a model card keep their values: they are not rescaled, rounded or converted")
  func readsModelIndex() throws {
    let results = """
      {"task":{"type":"text-generation"},"source":{"name":"Leaderboard","url":"https://example.com/board"},\
      "dataset":{"type":"mteb/x","name":"X","config":"en","split":"test"},"metrics":[\
      {"type":"acc","value":41.50},{"type":"wer","value":"20.0 ± 1.2 %","verified":true},{"type":"loss","value":1e-3}]},\
      {"dataset":{"type":"openai_humaneval","name":"HumanEval"},"metrics":[{"type":"pass@1","value":0.336}]}
      """
    let found = try benchmarks(Self.card(results))
    let dataset = #""dataset":"mteb/x","config":"en","split":"test""#
    let source = #""source":"https://example.com/board""#
    #expect(
      found.text == """
        [{\(dataset),"metric":"acc","value":41.50,\(source),"verified":false},\
        {\(dataset),"metric":"wer","value":"20.0 ± 1.2 %",\(source),"verified":true},\
        {\(dataset),"metric":"loss","value":1e-3,\(source),"verified":false},\
        {"dataset":"openai_humaneval","metric":"pass@1","value":0.336,"verified":false}]
        """)
    #expect(found.messages.isEmpty)
  }

  @Test(
    "results in .eval_results come first, wrapped or bare; a verification token alone does not make a result verified")
  func readsEvalResults() throws {
    let members = """
      "evalResults":[{"filename":"a.yaml","verified":true,"data":{"dataset":{"id":"cais/hle","task_id":"default"},\
      "value":20.90,"source":{"url":"https://example.com/hle","name":"HLE"}}},\
      {"dataset":{"id":"Idavidrein/gpqa","task_id":"gpqa_diamond"},"value":0.412,"verifyToken":"eyJ"}],\
      \(Self.card(#"{"dataset":{"type":"d","name":"D"},"metrics":[{"type":"m","value":1}]}"#))
      """
    #expect(
      try benchmarks(members).text == """
        [{"dataset":"cais/hle","metric":"default","value":20.90,"source":"https://example.com/hle","verified":true},\
        {"dataset":"Idavidrein/gpqa","metric":"gpqa_diamond","value":0.412,"verified":false},\
        {"dataset":"d","metric":"m","value":1,"verified":false}]
        """)
  }

  @Test(
    "a result of the wrong form is left out, with a warning that names its location",
    arguments: [
      (#""evalResults":7"#, "evalResults is not a list"),
      (#""evalResults":[7]"#, "evalResults[0]: 'dataset.id'"),
      (#""evalResults":[{"filename":"a.yaml","error":"bad yaml"}]"#, "evalResults[0]: the Hub could not read it"),
      (#""evalResults":[{"dataset":{"id":"a"},"value":1}]"#, "evalResults[0]: 'dataset.task_id'"),
      (#""evalResults":[{"dataset":{"id":"a","task_id":"b"}}]"#, "evalResults[0]: 'value'"),
      (#""model-index":{}"#, "model-index is not a list"),
      (#""model-index":["x"]"#, "model-index[0].results is not a list"),
      (Self.card(#"{"metrics":[{"type":"m","value":1}]}"#), "model-index[0].results[0]: 'dataset.type'"),
      (Self.card(#"{"dataset":{"type":"d"},"metrics":7}"#), "model-index[0].results[0].metrics is not a list"),
      (Self.card(#"{"dataset":{"type":"d"},"metrics":[{"value":1}]}"#), "metrics[0]: 'type'"),
      (Self.card(#"{"dataset":{"type":"d"},"metrics":[{"type":"m","value":null}]}"#), "metrics[0]: 'value'"),
      (Self.card(#"{"dataset":{"type":"d"},"metrics":[{"type":"m","value":true}]}"#), "metrics[0]: 'value'"),
      (Self.card(#"{"dataset":{"type":"d"},"metrics":[{"type":"m","value":"NaN"}]}"#), "metrics[0]: 'value'"),
      (Self.card(#"{"dataset":{"type":"d"},"metrics":[{"type":"m","value":[1]}]}"#), "metrics[0]: 'value'"),
    ])
  func leavesOutWrongShapes(_ members: String, _ place: String) throws {
    let found = try benchmarks(members)
    #expect(found.text == nil)
    #expect(found.messages.contains("hf-transform: warning: 'org/small'"))
    #expect(found.messages.contains(place))
  }

  @Test("equal results are merged")
  func dropsRepetitions() throws {
    let result = #"{"dataset":{"type":"d","name":"D"},"metrics":[{"type":"m","value":1}]}"#
    #expect(
      try benchmarks(Self.card("\(result),\(result)")).text
        == #"[{"dataset":"d","metric":"m","value":1,"verified":false}]"#)
  }

  @Test("without results, without the option, and under an override, the entry has no results of the card")
  func staysOut() throws {
    let card = Self.card(#"{"dataset":{"type":"d"},"metrics":[{"type":"m","value":1}]}"#)
    #expect(try benchmarks(#""tags":[]"#).text == nil)
    #expect(try benchmarks(card, options: []).text == nil)
    #expect(try benchmarks(card, overrides: #"{"benchmarks":[]}"#).text == "[]")
  }

  @Test("an entry with benchmarks is valid")
  func isValid() throws {
    let card = Self.card(#"{"dataset":{"type":"d"},"metrics":[{"type":"m","value":"1 %"}]}"#)
    let transformed = try Command(tool: "hf-transform", ["--benchmarks"], input: Self.snapshot(card)).run()
    let schema = Package.root.appending(path: "data/model.schema.json").path(percentEncoded: false)
    let validated = try Command(tool: "hf-validate", ["--schema", schema], input: transformed.output).run()
    #expect(validated.status == 0, "\(validated.output)")
    let broken = transformed.output.replacing(#""value":"1 %""#, with: #""value":null"#)
    #expect(try Command(tool: "hf-validate", ["--schema", schema], input: broken).run().status == 1)
  }
}
