import Shared
import Testing

@testable import hf_transform

@Suite("Mutated configs")
struct MutationTests {
  /// How a value is spoilt.
  private static let spoilt = ["\"nonsense\"", "-7", "1152921504606846976", "[]", "{}", "1.5", "true"]

  @Test("a spoilt value ends in a failure that names its key, or changes nothing", arguments: Fixture.all)
  func spoiltValues(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    let original = try Transformed(config: fixture.config())
    for path in paths(of: config.root) {
      for value in MutationTests.spoilt {
        let mutated = try Transformed(config: rewrite(config.root, path, to: value))
        let isFailure = mutated.error != nil
        let namesKey = mutated.message.contains(path.last ?? "") || path.last == "model_type"
        let isUnchanged = sameEntry(mutated, original) || isAnotherAnswer(path, config.root, value)
        #expect(isFailure || isUnchanged, "\(path) = \(value)")
        if isFailure { #expect(namesKey || explains(mutated), "\(path) = \(value): \(mutated.message)") }
      }
    }
  }

  @Test("a key that is missing or null ends in a failure or a whole entry", arguments: Fixture.all)
  func missingKeys(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    for path in paths(of: config.root) {
      for value in [nil, "null"] as [String?] {
        let mutated = try Transformed(config: rewrite(config.root, path, to: value))
        guard mutated.error == nil else { continue }
        for field in ["parameters_billions", "hidden_size", "num_layers", "num_heads", "default_context_length"] {
          #expect((mutated.root[key: field]?.double ?? 0) > 0, "\(path) \(value ?? "removed"): \(field)")
        }
      }
    }
  }

  @Test("of a key that is there twice the last one counts", arguments: Fixture.all)
  func duplicates(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    let original = try Transformed(config: fixture.config())
    for path in paths(of: config.root) where path.count == 1 {
      let mutated = try Transformed(config: duplicate(config.root, path[0]))
      #expect(sameEntry(mutated, original), "\(path)")
    }
  }

  /// The paths of all members, two levels deep.
  private func paths(of config: JSONElement) -> [[String]] {
    config.members.flatMap { key, value -> [[String]] in
      let name = key.string ?? ""
      return [[name]] + value.members.map { [name, $0.key.string ?? ""] }
    }
  }

  /// Whether what was spoilt still makes sense: a flag of another value, another multiplier, a name that nobody can know,
  /// a type that is left out of the entry, no quantisation.
  private func isAnotherAnswer(_ path: [String], _ config: JSONElement, _ value: String) -> Bool {
    switch path.last {
    case "model_type": value == "\"nonsense\""
    case "dtype", "torch_dtype", "block_ffn_dim_multiplier": true
    case "quant_method": value == "\"nonsense\""
    case "quantization_config", "sparse_attention_config", "attn_config", "ffn_config", "attention_other_setting":
      value == "{}"
    case "mlp_only_layers", "cross_attention_layers": value == "[]"
    default: value == "true" && isFlag(path, config)
    }
  }

  private func isFlag(_ path: [String], _ config: JSONElement) -> Bool {
    var element: JSONElement? = config
    for key in path { element = element?[key: key] }
    return element?.bool != nil || element?.isNull == true
  }

  /// Whether the failure says what else is wrong: without a size there is no way to describe the model.
  private func explains(_ failure: Transformed) -> Bool {
    ["not_a_language_model", "multimodal", "unsupported_architecture", "missing_fields"].contains(failure.code)
  }

  private func sameEntry(_ a: Transformed, _ b: Transformed) -> Bool {
    withExtendedLifetime((a, b)) { a.root.source.elementsEqual(b.root.source) }
  }

  /// The config with the value at a path replaced, or without it.
  private func rewrite(_ object: JSONElement, _ path: [String], to value: String?) -> String {
    let output = ByteBuffer()
    output.beginObject()
    for (key, element) in object.members {
      let isOnPath = key.string == path.first
      if isOnPath, path.count == 1, value == nil { continue }
      output.key(key.string ?? "")
      switch (isOnPath, path.count) {
      case (true, 1): output.raw(value ?? "null")
      case (true, _): output.raw(rewrite(element, Array(path.dropFirst()), to: value))
      default: output.element(element)
      }
    }
    output.endObject()
    return output.text
  }

  private func duplicate(_ object: JSONElement, _ name: String) -> String {
    let output = ByteBuffer()
    output.beginObject()
    for (key, element) in object.members {
      if key.string == name {
        output.key(name)
        output.raw("\"nonsense\"")
      }
      output.key(key.string ?? "")
      output.element(element)
    }
    output.endObject()
    return output.text
  }
}
