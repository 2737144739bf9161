import JSON
import ModelSpec
import TestSupport
import Testing

@testable import hf_transform

@Suite("Mutated configs")
struct MutationTests {
  /// The invalid values.
  private static let invalidValues =
    ["\"nonsense\"", "-7", "1152921504606846976", "[]", "{}", "1.5", "true"]
    + ["\"4096\"", "4096.5", "1e400", "-1e-400", "18446744073709551616", "1e18", hugeList, nestedJunk]
  private static let hugeList = "[" + String(repeating: "1152921504606846976,", count: 999) + "-1]"
  private static let nestedJunk =
    String(repeating: #"{"hidden_size": [{"text_config": "#, count: 100) + "null" + String(repeating: "}]}", count: 100)

  @Test("an invalid value is a failure that names its key, or changes nothing", arguments: Fixture.all)
  func invalidValues(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    let original = try Transformed(config: fixture.config())
    for path in paths(of: config.root) {
      for value in MutationTests.invalidValues {
        let mutated = try Transformed(config: rewrite(config.root, path, to: value))
        let isFailure = mutated.error != nil
        let namesKey = mutated.message.contains(path.last ?? "") || path.last == "model_type"
        let isUnchanged = sameEntry(mutated, original) || isAnotherAnswer(path, config.root, value)
        #expect(isFailure || isUnchanged, "\(path) = \(value)")
        if isFailure { #expect(namesKey || explains(mutated), "\(path) = \(value): \(mutated.message)") }
      }
    }
  }

  @Test("a whole number may be written as a float", arguments: Fixture.all)
  func wholeFloats(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    let original = try Transformed(config: fixture.config())
    for path in paths(of: config.root) {
      guard let number = value(at: path, in: config.root)?.int, number != 0 else { continue }
      for float in ["\(number).0", "\(number).00e0", "\(number)0e-1"] {
        let mutated = try Transformed(config: rewrite(config.root, path, to: float))
        #expect(sameEntry(mutated, original), "\(path) = \(float): \(mutated.message)")
      }
    }
  }

  @Test("0 means the same in every notation, and is never a size", arguments: Fixture.all)
  func zeros(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    for path in paths(of: config.root) {
      let zero = try Transformed(config: rewrite(config.root, path, to: "0"))
      for other in ["-0", "0.0", "-0.0e9"] {
        let mutated = try Transformed(config: rewrite(config.root, path, to: other))
        #expect(sameEntry(mutated, zero) || mutated.error != nil && zero.error != nil, "\(path) = \(other)")
      }
      for field in EntryField.allCases where field.range != 0...Int.max {
        #expect(zero.root[key: field.name.description]?.double != 0, "\(path): \(field.name)")
      }
    }
  }

  @Test("with a key that is missing or null, there is a failure or a complete entry", arguments: Fixture.all)
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

  @Test("the last of duplicate keys counts", arguments: Fixture.all)
  func duplicates(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    let original = try Transformed(config: fixture.config())
    for path in paths(of: config.root) where path.count == 1 {
      let mutated = try Transformed(config: duplicate(config.root, path[0]))
      #expect(sameEntry(mutated, original), "\(path)")
    }
  }

  @Test("a key or a word means the same when it is written with escapes", arguments: Fixture.all)
  func escapes(_ fixture: Fixture) throws {
    let config = try JSONDocument(fixture.config())
    defer { withExtendedLifetime(config) {} }
    let original = try Transformed(config: fixture.config())
    let escaped = try Transformed(config: rewrite(config.root) { $0.unicodeEscapes })
    let plain = withExtendedLifetime((escaped, original)) { (rewrite(escaped.root), rewrite(original.root)) }
    #expect(plain.0 == plain.1)
    #expect(escaped.messages == original.messages)
  }

  /// The value with all keys and strings written again.
  private func rewrite(_ value: JSONElement, _ write: (String) -> String = { $0 }) -> String {
    switch value.kind {
    case .object:
      let members = value.members.map { "\"\(write($0.string ?? ""))\":\(rewrite($1, write))" }
      return "{\(members.joined(separator: ","))}"
    case .array: return "[\(value.elements.map { rewrite($0, write) }.joined(separator: ","))]"
    case .string: return "\"\(write(value.string ?? ""))\""
    default: return String(decoding: value.source, as: UTF8.self)
    }
  }

  /// The paths of all members, two levels deep.
  private func paths(of config: JSONElement) -> [[String]] {
    config.members.flatMap { key, value -> [[String]] in
      let name = key.string ?? ""
      return [[name]] + value.members.map { [name, $0.key.string ?? ""] }
    }
  }

  /// Whether the changed value is still valid: a flag of another value, another multiplier, a name that cannot be know,
  /// a type that is left out of the entry, no quantization.
  private func isAnotherAnswer(_ path: [String], _ config: JSONElement, _ value: String) -> Bool {
    switch path.last {
    case "model_type", "quant_method": value.first == "\""
    case "gating" where value != "true": value.first == "\""
    case "dtype", "torch_dtype", "block_ffn_dim_multiplier": true
    case "quantization_config", "sparse_attention_config", "attn_config", "ffn_config", "moe_config",
      "attention_other_setting", "linear_attn_config":
      value == "{}" || value == MutationTests.nestedJunk
    case _ where path.first == "per_layer_config": value == "{}" || value == MutationTests.nestedJunk
    case "mlp_only_layers", "cross_attention_layers", "ple_layer_ids": value == "[]"
    default: value == "true" && isFlag(path, config)
    }
  }

  private func isFlag(_ path: [String], _ config: JSONElement) -> Bool {
    let element = value(at: path, in: config)
    return element?.bool != nil || element?.isNull == true
  }

  private func value(at path: [String], in config: JSONElement) -> JSONElement? {
    var element: JSONElement? = config
    for key in path { element = element?[key: key] }
    return element
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

extension String {
  /// The text with every character as an escape of JSON.
  fileprivate var unicodeEscapes: String {
    utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }.joined()
  }
}
