import Foundation
import JSON
import ModelSpec
import StubHub
import TestSupport
import Testing

@Suite("Failure codes")
struct FailureCodeTests {
  /// How a code comes about: what one of the tools, or make, prints then.
  private typealias Recipe = @Sendable (ScratchDirectory) throws -> String

  private static let recipes: [FailureCode: Recipe] = fetchRecipes.merging(filterRecipes) { $1 }

  @Test(
    "every code is reported by a run of a tool, at one of the stages that its row names",
    arguments: FailureCode.allCases)
  func produced(_ code: FailureCode) throws {
    let recipe = try #require(FailureCodeTests.recipes[code], "add a recipe for '\(code.rawValue)'")
    let output = try recipe(ScratchDirectory())
    let errors = try output.split(separator: "\n").map { try JSONDocument(String($0)) }.flatMap(FailureCodeTests.errors)
    let failure = try #require(errors.first { $0["code"]?.string == code.rawValue }, "\(output)")
    #expect(code.stages.map(\.rawValue).contains(failure["stage"]?.string ?? ""))
    #expect(failure["message"]?.string?.isEmpty == false)
  }

  /// The failures in a document: itself, or those of a report.
  private static func errors(in document: JSONDocument) -> [JSONElement] {
    [document.root.failureError].compactMap { $0 } + (document.root["failed"].map { Array($0.elements) } ?? [])
  }

  private static let fetchRecipes: [FailureCode: Recipe] = [
    .invalidModelID: { _ in try fetch(["a/b/c/d"]) },
    .notFound: { _ in try fetch(["a/b"], from: StubHub([])) },
    .renamedAway: { _ in
      var options = StubHub.Options()
      options.renames = ["a/b": "c/d"]
      return try fetch(["a/b"], from: StubHub([], options: options))
    },
    .revisionNotFound: { _ in try fetch(["a/b", "--revision", "v9"], from: StubHub([model])) },
    .gated: { _ in
      var gated = model
      gated.gated = "manual"
      return try fetch(["a/b"], from: StubHub([gated]))
    },
    .unauthorized: { _ in try fetch(["a/b"], from: StubHub([model]), environment: ["HF_TOKEN": "hf_unknown"]) },
    .disabled: { _ in
      var disabled = model
      disabled.isDisabled = true
      return try fetch(["a/b"], from: StubHub([disabled]))
    },
    .missingConfig: { _ in try fetch(["a/b"], from: StubHub([StubModel("a/b", files: ["README.md": StubFile("")])])) },
    .incompleteWeights: { scratch in
      try scratch.write(#"{"model_type": "llama"}"#, to: "config.json")
      try scratch.write("", to: "model-00002-of-00002.safetensors")
      return try fetch([scratch.path("")])
    },
    .rateLimited: { _ in try fetch(["a/b"], from: StubHub([]) { _ in StubResponse(429) }) },
    .timeout: { _ in
      try fetch(["a/b", "--timeout", "1"], from: StubHub([]) { _ in StubResponse(200, delivery: .hang) })
    },
    .network: { _ in try fetch(["a/b"]) },
    .serverError: { _ in try fetch(["a/b"], from: StubHub([]) { _ in StubResponse(503) }) },
    .badResponse: { _ in try fetch(["a/b"], from: StubHub([]) { _ in .json("[]") }) },
    .tooLarge: { _ in try fetch(["a/b"], from: StubHub([]) { _ in StubResponse(200, delivery: .endless) }) },
    .offlineMiss: { _ in try fetch(["a/b", "--offline"]) },
  ]

  private static let filterRecipes: [FailureCode: Recipe] = [
    .multimodal: { _ in try transform(#"{"model_type": "llava", "text_config": {\#(sizes)}, "vision_config": {}}"#) },
    .notALanguageModel: { _ in try transform(#"{"model_type": "bert"}"#) },
    .unsupportedArchitecture: { _ in
      try transform(#"{"model_type": "mamba", \#(sizes.replacing(#""num_attention_heads": 4, "#, with: ""))}"#)
    },
    .unreadKeys: { _ in
      try transform(#"{"model_type": "llama", \#(sizes), "num_secret_experts": 8}"#, ["--strict-keys"])
    },
    .missingFields: { _ in try transform(#"{"hidden_size": 64}"#) },
    .parametersUnknown: { _ in
      try transform(#"{"model_type": "unknown", \#(sizes.replacing(#""intermediate_size": 128, "#, with: ""))}"#)
    },
    .invalidOverride: { _ in try transform("{\(sizes)}", [], overrides: #"{"num_layers": "many"}"#) },
    .invalidEntry: { _ in try run("hf-validate", input: #"{"id": 7}"#) },
    .duplicateID: { scratch in try merge(#""id": "m", "name": "M""#, into: scratch) },
    .duplicateHFModelID: { scratch in
      try merge(#""id": "other", "name": "M", "hf_model_id": "a/m""#, into: scratch)
    },
    .malformedInput: { _ in try run("hf-transform", input: "{oops") },
    .notTried: { scratch in
      try scratch.write(#"{"models": []}"#, to: "models.json")
      try scratch.write("a/b\nc/d\n", to: "list")
      let failure = #"{"error":{"stage":"fetch","code":"gated","model_id":"a/b","message":"gated"}}"#
      let outcome = try Make.run(
        "batch-import",
        [
          "FETCH": "echo '\(failure)'; exit 1", "FILE": scratch.path("list"), "LOG": scratch.path("log"),
          "DATABASE": scratch.path("models.json"),
        ])
      return outcome.output
    },
    .stageFailed: { scratch in
      try scratch.write(#"{"models": []}"#, to: "models.json")
      let outcome = try Make.run(
        "import-model",
        ["MODEL": "a/b", "FETCH": "exit 7", "DATABASE": scratch.path("models.json"), "FORCE": "1"])
      return outcome.output
    },
  ]

  private static let sizes =
    #""hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128, "#
    + #""vocab_size": 1000, "max_position_embeddings": 512"#
  private static let model = StubModel("a/b", config: #"{"model_type": "llama", \#(sizes)}"#, parameters: 1_000)

  private static func fetch(
    _ arguments: [String], from hub: StubHub? = nil, environment: [String: String] = [:]
  ) throws -> String {
    let home = try ScratchDirectory()
    let base = [
      "HF_ENDPOINT": hub?.baseURL ?? "http://127.0.0.1:9", "HF_HOME": home.path("hf"), "HOME": home.path("user"),
      "NO_PROXY": "*",
    ]
    return try run("hf-fetch", arguments + ["--retries", "0"], environment: base.merging(environment) { $1 })
  }

  private static func transform(_ config: String, _ arguments: [String] = [], overrides: String = "{}") throws -> String
  {
    let snapshot = #"{"model_id": "a/m", "config": \#(config), "overrides": \#(overrides)}"#
    return try run("hf-transform", arguments, input: snapshot)
  }

  /// Merges an entry with these members into a database that has `m` of `a/m`.
  private static func merge(_ members: String, into scratch: ScratchDirectory) throws -> String {
    let rest =
      #""parameters_billions": 1, "hidden_size": 64, "num_layers": 2, "num_heads": 4, "default_context_length": 512, "#
      + #""architecture": "transformer""#
    try scratch.write(
      #"{"models": [{"id": "m", "name": "M", "hf_model_id": "a/m", \#(rest)}]}"#, to: "models.json")
    return try run("models-merge", [scratch.path("models.json"), "--force"], input: "{\(members), \(rest)}")
  }

  private static func run(
    _ tool: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:]
  ) throws -> String {
    try Command(tool: tool, arguments + ["--quiet"], input: input, environment: environment).run().output
  }

  @Test("the contract names the codes that say nothing about a model, and no others")
  func withoutAnswer() throws {
    let page = try String(contentsOf: Package.root.appending(path: "docs/contract.md"), encoding: .utf8)
    let sentence = try #require(page.firstMatch(of: /each has one of the codes (?<codes>[^.]*), nothing was compared/))
    let named = sentence.output.codes.matches(of: /`(?<code>[a-z_]+)`/).map { String($0.output.code) }
    #expect(named.sorted() == FailureCode.allCases.filter(\.isWithoutAnswer).map(\.rawValue).sorted())
  }
}
