import JSON

/// A field to compare: how the truth states it, and how the entry does. Null, 0 and absence are the same.
struct CheckedField: Sendable {
  let name: String
  let expected: @Sendable (Truth) -> String?
  let actual: @Sendable (JSONElement) -> String?
  /// Whether a truth that does not state it says nothing, rather than that there is none.
  var mayBeUnknown = false

  /// All of them, in the entry's order.
  static let all: [CheckedField] =
    [parameters]
    + [
      "hidden_size", "num_layers", "num_heads", "default_context_length", "architecture", "num_kv_heads",
      "intermediate_size", "vocab_size", "num_experts", "experts_per_token", "head_dim", "num_shared_experts",
      "moe_intermediate_size",
    ].map { same($0) } + [activeParameters, same("attention"), cachedElements, window, same("dtype"), quantization]

  private static func same(_ name: String) -> CheckedField {
    CheckedField(name: name, expected: { plain($0.row[key: name]) }, actual: { plain($0[key: name]) })
  }

  private static let parameters = CheckedField(
    name: "parameters_billions",
    expected: { plain($0.row[$0.isMultimodal ? "parameters_text" : "parameters_total"]) },
    actual: { count($0["parameters_billions"]) }, mayBeUnknown: true)

  private static let activeParameters = CheckedField(
    name: "active_parameters_billions",
    expected: { truth in
      guard truth.row["architecture"]?.equals("moe") == true else { return "none" }
      return plain(truth.row[truth.isMultimodal ? "parameters_text_active" : "parameters_active"])
    }, actual: { $0["architecture"]?.equals("moe") == true ? count($0["active_parameters_billions"]) : "none" },
    mayBeUnknown: true)

  private static let cachedElements = CheckedField(
    name: "kv_cache elements", expected: { plain($0.row["kv_elements_per_token"]) },
    actual: { entry in
      let cache = entry["kv_cache"]
      let full = cache?["full_elements_per_token"]?.int ?? 0
      return nonZero(String(full + (cache?["sliding_elements_per_token"]?.int ?? 0)))
    }, mayBeUnknown: true)

  private static let window = CheckedField(
    name: "kv_cache sliding_window", expected: { plain($0.row["sliding_window"]) },
    actual: { plain($0["kv_cache"]?["sliding_window"]) })

  private static let quantization = CheckedField(
    name: "quantization",
    expected: { truth in
      let stated = truth.row["quantization"].flatMap { $0.isObject ? $0 : nil }
      return (stated ?? truth.row["quantization_hf_quant_config"]).flatMap { method($0) }
    }, actual: { $0["quantization"].flatMap { method($0) } })

  private static func method(_ quantization: JSONElement) -> String? {
    guard let method = plain(quantization["method"]) else { return nil }
    return method + " " + (plain(quantization["bits"]) ?? "?")
  }

  private static func plain(_ value: JSONElement?) -> String? {
    guard let value, !value.isNull else { return nil }
    return nonZero(value.string ?? value.decimal?.description ?? String(decoding: value.source, as: UTF8.self))
  }

  private static func nonZero(_ text: String) -> String? { text == "0" ? nil : text }

  /// Billions as a count.
  private static func count(_ billions: JSONElement?) -> String? {
    guard let decimal = billions?.decimal else { return nil }
    return ExactDecimal(isNegative: false, digits: decimal.digits, exponent: decimal.exponent + 9).description
  }
}
