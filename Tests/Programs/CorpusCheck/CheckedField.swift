import JSON

/// A field to compare: how the truth states it, and how the entry does. Null, 0 and absence are the same.
struct CheckedField: Sendable {
  let name: String
  let expected: @Sendable (Truth) -> String?
  let actual: @Sendable (JSONElement) -> String?
  /// Whether a truth that does not state it says nothing, rather than that there is none.
  var mayBeUnknown = false
  /// Whether it is of the cache, of which a truth says nothing where it could not be read.
  var isOfCache: Bool { name.hasPrefix("kv_cache.") }
  /// Whether it is a number of parameters, which may differ a little.
  var isCount: Bool { name.hasSuffix("parameters_billions") }

  /// All of them, in the entry's order.
  static let all: [CheckedField] =
    [parameters]
    + ["hidden_size", "num_layers", "num_heads", "default_context_length", "architecture", "num_kv_heads"].map(same)
    + [intermediateSize]
    + ["vocab_size", "num_experts", "experts_per_token", "head_dim", "num_shared_experts"].map(same)
    + [expertSize, activeParameters, same("attention")]
    + caches + [same("dtype"), quantization]

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

  /// The members of `kv_cache`, and the columns of the truth.
  private static let caches = [
    ("full_elements_per_token", "kv_full_elements_per_token"),
    ("sliding_elements_per_token", "kv_sliding_elements_per_token"), ("sliding_window", "sliding_window"),
    ("indexer_elements_per_token", "indexer_elements_per_token"), ("recurrent_elements", "recurrent_elements"),
  ].map { member, column in
    CheckedField(
      name: "kv_cache.\(member)", expected: { plain($0.row[key: column]) },
      actual: { plain($0["kv_cache"]?[key: member]) }, mayBeUnknown: column.hasPrefix("kv_"))
  }

  /// The width of dense layers, which a truth leaves out where they differ from each other.
  private static let intermediateSize = CheckedField(
    name: "intermediate_size",
    expected: { truth in
      let varies = truth.row["notes"]?.string?.contains("dense widths vary") == true
      return varies ? plain(truth.row["intermediate_size_config"]) : plain(truth.row["intermediate_size"])
    }, actual: { plain($0["intermediate_size"]) })

  /// The width of an expert, which a truth leaves out where it found no expert's tensor.
  private static let expertSize = CheckedField(
    name: "moe_intermediate_size",
    expected: { truth in
      guard truth.row["architecture"]?.equals("moe") == true else { return "none" }
      return plain(truth.row["moe_intermediate_size"])
    },
    actual: { $0["architecture"]?.equals("moe") == true ? plain($0["moe_intermediate_size"]) : "none" },
    mayBeUnknown: true)

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
