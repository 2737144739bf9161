import Foundation
import TestSupport
import Testing

@Suite("Exports", .enabled(if: Program.exists("jq"), "there is no jq here"))
struct ExportTests {
  /// A dense model, a quantized mixture, an entry that people left half done, and the template.
  private static let database = #"""
    {"models": [
      {"id": "dense", "name": "Dense 7B", "hf_model_id": "org/Dense-7B", "parameters_billions": 7.241732096,
        "hidden_size": 4096, "num_layers": 32, "num_heads": 32, "default_context_length": 32768,
        "architecture": "transformer", "modality": "text", "num_kv_heads": 8, "head_dim": 128, "dtype": "bfloat16",
        "license": "apache-2.0", "hf_revision": "0123456789012345678901234567890123456789"},
      {"id": "mixture", "name": "Mixture", "hf_model_id": "org/Mixture", "parameters_billions": 46.702792704,
        "num_layers": 32, "num_heads": 32, "default_context_length": 32768, "architecture": "moe", "num_experts": 8,
        "experts_per_token": 2, "active_parameters_billions": 12.879925248, "quantization": {"method": "fp8"}},
      {"id": 7, "name": null, "license": ["mit"], "quantization": "x", "hf_model_id": "odd", "parameters_billions": "1"},
      {"id": "custom", "name": "Custom"}
    ]}
    """#

  private func export(_ format: String) throws -> String {
    var command = Command(system: "jq", ["-c", "-f", "data/exports/\(format).jq"])
    command.directory = Package.root
    command.input = Data(Self.database.utf8)
    let outcome = try command.run()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  /// Examples, as the format's own documentation has them; where that is, each program says, with the date.
  private static let examples: [(format: String, text: String)] = [
    (
      "models.dev",
      #"""
      "org/Dense-7B":{"name":"Dense 7B","open_weights":true,"limit":{"context":32768},"license":"apache-2.0",\#
      "weights":"https://huggingface.co/org/Dense-7B","parameters":{"total":7.241732096},\#
      "modalities":{"input":["text"],"output":["text"]}}
      """#
    ),
    ("models.dev", #""parameters":{"total":46.702792704,"active":12.879925248}"#),
    (
      "llmfit",
      #"""
      {"name":"org/Dense-7B","provider":"org","parameter_count":"7.2B","parameters_raw":7241732096,\#
      "context_length":32768,"quantization":"bfloat16","is_moe":false,"num_hidden_layers":32,\#
      "num_attention_heads":32,"num_key_value_heads":8,"head_dim":128,"license":"apache-2.0"}
      """#
    ),
    (
      "llmfit",
      #"""
      "quantization":"fp8","is_moe":true,"num_experts":8,"active_experts":2,"active_parameters":12879925248
      """#
    ),
    (
      "cyclonedx",
      #"""
      {"type":"machine-learning-model","name":"Dense 7B","bom-ref":"dense",\#
      "version":"0123456789012345678901234567890123456789",\#
      "purl":"pkg:huggingface/org/Dense-7B@0123456789012345678901234567890123456789",\#
      "licenses":[{"license":{"name":"apache-2.0"}}]
      """#
    ),
    ("cyclonedx", #""name":"odd""#),
  ]

  @Test("an export has the members that the examples of its format have", arguments: examples)
  func matchesExample(format: String, text: String) throws {
    #expect(try export(format).contains(text))
  }

  @Test("an export leaves the template out", arguments: ["cyclonedx", "models.dev", "llmfit"])
  func template(format: String) throws {
    #expect(!(try export(format)).contains("Custom"))
  }

  /// The Python that has CycloneDX's own validator, if there is one.
  private static let validator = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
  private static let hasValidator =
    (try? Command(system: validator, ["-c", "import cyclonedx.validation.json, jsonschema"]).run().status) == 0

  @Test(
    "a bill of materials is strictly valid by the published schema of CycloneDX 1.7",
    .enabled(if: hasValidator, "no Python with cyclonedx-python-lib[json-validation] here: set PYTHON to one"),
    arguments: [nil, "data/models.json"])
  func validates(path: String?) throws {
    let file = path.map { Package.root.appending(path: $0) }
    let text = try file.map { try String(contentsOf: $0, encoding: .utf8) } ?? Self.database
    var command = Command(system: "jq", ["-f", "data/exports/cyclonedx.jq"])
    command.directory = Package.root
    command.input = Data(text.utf8)
    let script = """
      import sys
      from cyclonedx.schema import SchemaVersion
      from cyclonedx.validation.json import JsonStrictValidator
      error = JsonStrictValidator(SchemaVersion.V1_7).validate_str(sys.stdin.read())
      sys.exit(str(error) if error else 0)
      """
    var validation = Command(system: Self.validator, ["-c", script])
    validation.input = Data(try command.run().output.utf8)
    let outcome = try validation.run()
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
