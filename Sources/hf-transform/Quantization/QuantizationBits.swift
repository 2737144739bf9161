import JSON
import ModelSpec

/// Reads the bits per weight from the configs of all methods.
enum QuantizationBits {
  /// Keys for a number of bits.
  private static let keys = [
    JSONKey("bits"), JSONKey("w_bit"), JSONKey("wbits"), JSONKey("nbits"), JSONKey("num_bits"),
  ]
  private static let quarkKey = JSONKey("global_quant_config")
  /// bitsandbytes' flags. Some configs have only those with an underscore, the private attributes of its class.
  static let bitsAndBytesKeys: [(key: JSONKey, bits: Double)] = [
    (JSONKey("load_in_4bit"), 4), (JSONKey("_load_in_4bit"), 4), (JSONKey("load_in_8bit"), 8),
    (JSONKey("_load_in_8bit"), 8),
  ]
  private static let hqqPath = [QuantizationKeys.hqqConfig, QuantizationKeys.hqqWeights]
  /// Keys of torchao and Quanto for a type whose name has the bits.
  private static let typeKeys = [
    QuantizationKeys.torchAOType, QuantizationKeys.weights, JSONKey("weight_dtype"), JSONKey("data_type"),
  ]

  /// The bits of a weight: fixed by the method, stated in the config, or the method's usual number; nil when none of
  /// these is known.
  static func of(_ config: JSONElement, _ method: QuantizationMethod?) -> Double? {
    if let fixed = method?.fixedBits { return fixed }
    if let stated = number(in: config) { return stated }
    if let loaded = bitsAndBytesKeys.first(where: { config[$0.key]?.bool == true }) { return loaded.bits }
    if let usual = method?.usualBits { return usual }
    if let codebooks = bitsOfCodebooks(config) ?? VPTQ.bits(config) { return codebooks }
    if let groups = config[QuantizationKeys.groups], let bits = smallest(inGroups: groups, QuantizationKeys.weights) {
      return bits
    }
    if let algorithm = ofAlgorithm(in: config) { return algorithm }
    if let bits = ofQuarkModules(config) { return bits }
    var nested: JSONElement? = config
    for key in hqqPath { nested = nested?[key] }
    if let nested, let bits = number(in: nested) { return bits }
    if let modules = config[QuantizationKeys.hqqConfig],
      let bits = smallest(inGroups: modules, QuantizationKeys.hqqWeights)
    {
      return bits
    }
    return typeKeys.lazy.compactMap { config[$0].flatMap(ofType) }.first
      ?? TorchAO.weights(config).flatMap(ofTypeSettings)
      ?? (method == nil ? config[QuantizationKeys.method]?.string.flatMap(ofMethodName) : nil)
  }

  /// The bits in the name of a method that is not in the table: the first number after `int`, `fp`, `nf` or a `w` that
  /// starts a word, as in `tpu_int8`, `wint4` or `a8w4`; nil without one.
  private static func ofMethodName(_ name: String) -> Double? {
    let name = name.lowercased()
    for index in name.indices where name[index].isNumber {
      let before = name[..<index]
      let isWidth = before.last == "w" && !(before.dropLast().last?.isLetter ?? false)
      guard isWidth || ["int", "fp", "nf"].contains(where: before.hasSuffix) else { continue }
      return Int(name[index...].prefix { $0.isNumber }).flatMap(plausible)
    }
    return nil
  }

  /// The bits of ModelOpt's algorithm. If the experts have a separate algorithm, it counts; if modules differ, the
  /// fewest bits count. Nil when no algorithm's name has bits.
  static func ofAlgorithm(in config: JSONElement) -> Double? {
    if let experts = config[QuantizationKeys.expertAlgorithm], let bits = named(experts) { return bits }
    if let algorithm = config[QuantizationKeys.algorithm], let bits = named(algorithm) { return bits }
    guard let layers = config[QuantizationKeys.layers] else { return nil }
    return layers.members.compactMap { $0.value[QuantizationKeys.algorithm].flatMap(named) }.min()
  }

  /// The number under `bits`, `w_bit` or another key for bits; nil unless it is above 0 and at most 32.
  static func number(in config: JSONElement) -> Double? {
    for key in keys {
      if let bits = config[key]?.double, bits > 0, bits <= 32 { return bits }
    }
    return nil
  }

  /// The fewest bits of groups of modules; nil when none states any. A group can also be a list of modules under the
  /// name of a preset, such as `W4A16`.
  ///
  /// - Parameter weights: the key under which each group has its settings.
  private static func smallest(inGroups groups: JSONElement, _ weights: JSONKey) -> Double? {
    groups.members.compactMap { name, group in
      group.isArray ? named(name) : group[weights].flatMap(number)
    }.min()
  }

  /// The bits per weight of AQLM, where a group of weights has a code of several bits in each codebook; nil without its
  /// keys.
  private static func bitsOfCodebooks(_ config: JSONElement) -> Double? {
    guard let bits = config["nbits_per_codebook"]?.double,
      let weights = QuantizationScheme.weightsPerCode(config)
    else { return nil }
    let each = bits / weights
    return each > 0 && each <= 32 ? each : nil
  }

  /// The fewest bits of Quark's settings for all modules and for single ones; nil when none states any.
  private static func ofQuarkModules(_ config: JSONElement) -> Double? {
    let single = config[QuantizationKeys.quarkLayers]?.members.compactMap { ofQuark($0.value) } ?? []
    return (single + [config[quarkKey].flatMap(ofQuark)].compactMap(\.self)).min()
  }

  /// The bits in Quark's settings, the fewest if weights are quantized twice; nil when no type's name has bits.
  static func ofQuark(_ config: JSONElement) -> Double? {
    guard let weight = config["weight"] else { return nil }
    let types = weight.isArray ? weight.elements.map { $0["dtype"] } : [weight["dtype"]]
    return types.compactMap { $0.flatMap(named) }.min()
  }

  /// The bits of a type, which is a name, a torchao object with `_type` and `_data`, or an object with a type among its
  /// members; nil when they are unknown.
  static func ofType(_ type: JSONElement) -> Double? {
    if type.isString { return named(type) }
    if let data = type["_data"] {
      if data.isString { return named(data) }
      // The name `Int8DynamicActivationIntxWeightConfig` has only the bits of activations, so the settings come first.
      if let bits = data["weight_dtype"].flatMap(ofType) ?? ofTypeSettings(data) { return bits }
      return type["_type"].flatMap(named) ?? ofModules(TorchAO.modules(inData: data))
    }
    return type["_type"].flatMap(named) ?? type.members.lazy.compactMap { ofType($0.value) }.first
  }

  /// The bits in the settings of those torchao types whose names have none: `bit_width` of
  /// `GemliteUIntXWeightOnlyConfig`, exponent, mantissa and sign of `FPXWeightOnlyConfig`, `dtype` of
  /// `UIntXWeightOnlyConfig`. Source: torchao's `quant_api.py`.
  private static func ofTypeSettings(_ data: JSONElement) -> Double? {
    if let width = data["bit_width"]?.int { return plausible(width) }
    if let exponent = data["ebits"]?.int, let mantissa = data["mbits"]?.int, (0...16).contains(exponent),
      (0...16).contains(mantissa)
    {
      return plausible(exponent + mantissa + 1)
    }
    return data["dtype"].flatMap(ofType)
  }

  /// The bits of torchao's types of single modules: those of the default type, else the fewest; nil when unknown.
  private static func ofModules(_ modules: JSONElement?) -> Double? {
    guard let modules else { return nil }
    // `_default` is not read again among the members: if modules are nested, that would double the work at each level.
    return modules["_default"].flatMap(ofType)
      ?? modules.members.compactMap { $0.key.equals("_default") ? nil : ofType($0.value) }.min()
  }

  /// The bits in the name of a type or algorithm: the number before `Weight` or `_weight`, as in
  /// `Int8DynamicActivationInt4WeightConfig`, else the first number, as in `NVFP4` or `W4A8_AWQ`; nil when there is no
  /// number from 1 to 32.
  static func named(_ name: JSONElement) -> Double? {
    guard name.isString else { return nil }
    var first: Int?
    var value: Int?
    var rest = name.content[...]
    while let byte = rest.popFirst() {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        value = min((value ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), 100)
      } else if let number = value {
        if isWeight(rest, after: byte) { return plausible(number) }
        first = first ?? number
        value = nil
      }
    }
    return (first ?? value).flatMap(plausible)
  }

  /// Whether `Weight` or `weight` follows a number, possibly after a `_`. `byte` is the first byte after the number.
  private static func isWeight(_ rest: Slice<UnsafeBufferPointer<UInt8>>, after byte: UInt8) -> Bool {
    let start = byte == UInt8(ascii: "_") ? rest : rest.base[(rest.startIndex - 1)...]
    return start.starts(with: "Weight".utf8) || start.starts(with: "weight".utf8)
  }

  private static func plausible(_ bits: Int) -> Double? { (1...32).contains(bits) ? Double(bits) : nil }
}
