import JSON
import ModelSpec

/// Bits per weight, wherever a method keeps them.
enum QuantizationBits {
  /// Keys of a number of bits.
  private static let keys = [
    JSONKey("bits"), JSONKey("w_bit"), JSONKey("wbits"), JSONKey("nbits"), JSONKey("num_bits"),
  ]
  private static let groupsKey = JSONKey("config_groups")
  private static let weightsKey = JSONKey("weights")
  private static let layersKey = JSONKey("quantized_layers")
  private static let expertAlgorithmKey = JSONKey("moe_quant_algo")
  private static let hqqPath = [JSONKey("quant_config"), JSONKey("weight_quant_params")]
  /// Keys whose text names the bits: torchao's, and Quanto's.
  private static let typeKeys = [
    JSONKey("quant_type"), JSONKey("weights"), JSONKey("weight_dtype"), JSONKey("data_type"),
  ]

  /// Bits of the weights: the method's own figure, or what the config states, or what is usual.
  static func of(_ config: JSONElement, _ method: QuantizationMethod?) -> Double? {
    if let fixed = method?.fixedBits { return fixed }
    if let stated = number(in: config) { return stated }
    if config["load_in_4bit"]?.bool == true { return 4 }
    if config["load_in_8bit"]?.bool == true { return 8 }
    if let usual = method?.usualBits { return usual }
    if let codebooks = bitsOfCodebooks(config) { return codebooks }
    if let groups = config[groupsKey], let bits = smallest(inGroups: groups) { return bits }
    if let algorithm = ofAlgorithm(in: config) { return algorithm }
    var nested: JSONElement? = config
    for key in hqqPath { nested = nested?[key] }
    if let nested, let bits = number(in: nested) { return bits }
    return typeKeys.lazy.compactMap { config[$0].flatMap(bitsOfType) }.first
  }

  /// Bits of ModelOpt's algorithm: of the experts' where they have their own, of the smallest layer's where it is mixed.
  static func ofAlgorithm(in config: JSONElement) -> Double? {
    if let experts = config[expertAlgorithmKey], let bits = bitsNamed(experts) { return bits }
    if let algorithm = config[Quantization.Keys.algorithm], let bits = bitsNamed(algorithm) { return bits }
    guard let layers = config[layersKey] else { return nil }
    return layers.members.lazy.compactMap { $0.value[Quantization.Keys.algorithm].flatMap(bitsNamed) }.min()
  }

  private static func number(in config: JSONElement) -> Double? {
    for key in keys {
      if let bits = config[key]?.double, bits > 0, bits <= 32 { return bits }
    }
    return nil
  }

  private static func smallest(inGroups groups: JSONElement) -> Double? {
    groups.members.lazy.compactMap { $0.value[weightsKey].flatMap(number) }.min()
  }

  /// AQLM's and VPTQ's vectors: so many codebooks of so many bits for a group of weights.
  private static func bitsOfCodebooks(_ config: JSONElement) -> Double? {
    guard let bits = config["nbits_per_codebook"]?.double, let codebooks = config["num_codebooks"]?.double,
      let group = config["in_group_size"]?.double, group > 0
    else { return nil }
    let each = bits * codebooks / group
    return each > 0 && each <= 32 ? each : nil
  }

  /// Bits of a type: its name, or torchao's object with the name in its innermost `_type`.
  private static func bitsOfType(_ type: JSONElement) -> Double? {
    if let name = type["_type"] { return bitsNamed(name) }
    return bitsNamed(type) ?? type.members.lazy.compactMap { $0.value["_type"].flatMap(bitsNamed) }.first
  }

  /// The bits that a type's or algorithm's name tells: the first number in `NVFP4`, `int4_weight_only`, `W4A8_AWQ`.
  private static func bitsNamed(_ name: JSONElement) -> Double? {
    guard name.isString else { return nil }
    var value = 0
    for byte in name.content {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), value < 100 {
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      } else if value > 0 {
        break
      }
    }
    return (1...32).contains(value) ? Double(value) : nil
  }
}
