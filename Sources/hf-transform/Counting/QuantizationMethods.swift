import Shared

/// What is known of the methods: their usual bits, and the keys that give away one whose name is left out.
enum QuantizationMethods {
  struct Rule {
    let name: StaticString
    /// Bits per weight where the config does not tell.
    let bits: Double?
    /// A key that only this method's configs have; nil when the method always gives its name.
    let telltale: JSONKey?

    init(_ name: StaticString, bits: Double? = nil, telltale: StaticString? = nil) {
      self.name = name
      self.bits = bits
      self.telltale = telltale.map { JSONKey($0) }
    }
  }

  /// All methods; among telltales the first that is there counts.
  static let rules = [
    Rule("modelopt", telltale: "quant_algo"), Rule("bitsandbytes", telltale: "load_in_4bit"),
    Rule("bitsandbytes", telltale: "load_in_8bit"), Rule("compressed-tensors", telltale: "config_groups"),
    Rule("gptq", bits: 4, telltale: "desc_act"), Rule("awq", bits: 4, telltale: "zero_point"),
    Rule("fp8", bits: 8, telltale: "activation_scheme"), Rule("fp8", bits: 8, telltale: "weight_block_size"),
    Rule("mlx", telltale: "group_size"), Rule("mxfp4", bits: 4), Rule("nvfp4", bits: 4), Rule("fbgemm_fp8", bits: 8),
    Rule("fp_quant", bits: 4),
    Rule("eetq", bits: 8), Rule("higgs", bits: 4), Rule("bitnet", bits: 2), Rule("spqr", bits: 3),
    Rule("mxfp8", bits: 8), Rule("int8", bits: 8),
  ]

  /// The rule of a method's name.
  static func rule(named method: JSONElement) -> Rule? { rules.first { method.equals($0.name) } }

  /// The rule whose telltale a config without a method's name has.
  static func rule(inferredFrom config: JSONElement) -> Rule? {
    rules.first { rule in rule.telltale.map { config[$0] != nil } ?? false }
  }
}
