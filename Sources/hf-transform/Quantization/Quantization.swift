import JSON
import ModelSpec

/// How a checkpoint's weights are quantized: method, and bits per weight.
///
/// Sources, in this order: the tensor types of a GGUF file; `quantization_config` in the language model's config or in
/// the outer config; the file `hf_quant_config.json` of NVIDIA's ModelOpt; ChatGLM's `quantization_bit`; the tensors.
struct Quantization {
  /// The name of the method.
  enum Method {
    /// The value of `quant_method`, as the text between the quotes of the JSON string.
    case stated(UnsafeBufferPointer<UInt8>)
    /// Inferred from other keys, from a file or from the tensors.
    case inferred(StaticString)
  }

  /// What shows the method.
  enum Origin {
    case config, bitsInConfig, modelOptFile, ggufTypes, ggufSize, tensorNames, tensorTypes
  }

  let method: Method
  let origin: Origin
  /// Bits per weight; nil when they are unknown.
  var bits: Double?
  /// The weights that share a scale; nil when each row of a matrix has one, or when that is unknown.
  private(set) var block: QuantizationMethod.Block?
  /// The method's row in ``QuantizationMethod/table``; nil for a method without a row, and for a GGUF file.
  let known: QuantizationMethod?

  /// Reads the quantization of a snapshot; nil when it shows none.
  ///
  /// - Throws: ``ConfigError`` when the quantization config is not an object, or its `quant_method` is not a string.
  init?(_ snapshot: Snapshot, _ config: ModelConfig) throws(ConfigError) {
    try Quantization.check(config)
    if let weights = snapshot.weights, weights[SnapshotKeys.format]?.equals("gguf") == true,
      let types = weights[SnapshotKeys.parametersByDtype],
      let quantization = Quantization(ggufTypes: types)
    {
      self = quantization
    } else if let stated = config.element(.quantizationConfig), let quantization = Quantization(stated) {
      self = quantization
    } else if let file = snapshot.quantConfig, let quantization = Quantization(modelOptFile: file) {
      self = quantization
    } else if let bits = try config.int(.quantizationBits), bits > 0 {
      self.init(.chatGLM, bits: Double(bits), by: .bitsInConfig)
    } else {
      return nil
    }
    let stated = config.element(.quantizationConfig) ?? snapshot.quantConfig?[QuantizationKeys.quantization]
    block = QuantizationScales.block(stated, method: known, bits: bits)
  }

  /// Reads a `quantization_config`; nil when it has no `quant_method`, and no key that identifies a method, or when it
  /// says that the weights are not quantized.
  init?(_ config: JSONElement) {
    guard config.isObject, !Quantization.leavesWeights(config) else { return nil }
    if let method = config[QuantizationKeys.method], method.isString, method.content.count > 0 {
      self.method = .stated(method.content)
      origin = .config
      known = .named(method)
      bits = QuantizationBits.of(config, known)
    } else if let inferred = QuantizationMethod.inferred(from: config) {
      method = .inferred(inferred.name)
      origin = .config
      known = inferred
      bits = QuantizationBits.of(config, inferred)
    } else {
      return nil
    }
  }

  /// Whether a `quantization_config` says that the weights are not quantized. bitsandbytes says so with its flags, and
  /// ModelOpt with an algorithm of null if no module has one.
  /// compressed-tensors says so for models of which only the cache is quantized, or that are only pruned: with the
  /// format `dense`, or without a group that has settings for weights.
  static func leavesWeights(_ config: JSONElement) -> Bool {
    let flags = QuantizationBits.bitsAndBytesKeys.compactMap { config[$0.key] }
    if !flags.isEmpty { return flags.allSatisfy { $0.bool == false } }
    let method = config[QuantizationKeys.method]
    if config[QuantizationKeys.algorithm]?.isNull == true, config[QuantizationKeys.layers] == nil {
      return method.map(QuantizationMethod.modelOpt.isSpelled) ?? false
    }
    guard let method, QuantizationMethod.compressedTensors.isSpelled(method) else { return false }
    if config[QuantizationKeys.format]?.equals("dense") == true {
      return config[QuantizationKeys.sparsity]?[QuantizationKeys.format]?.equals("dense") ?? true
    }
    guard let groups = config[QuantizationKeys.groups], groups.isObject else { return false }
    // A group can also be a list of modules under the name of a preset, such as `W4A16`.
    return !groups.members.contains {
      $0.value.isArray ? !$0.key.equals("UNQUANTIZED") : $0.value[QuantizationKeys.weights]?.isObject == true
    }
  }

  /// Reads the content of `hf_quant_config.json`; nil when it has no `quant_algo`.
  init?(modelOptFile file: JSONElement) {
    guard let quantization = file[QuantizationKeys.quantization],
      let algorithm = quantization[QuantizationKeys.algorithm],
      algorithm.isString
    else { return nil }
    method = .inferred("modelopt")
    origin = .modelOptFile
    known = .inferred(from: quantization)
    bits = QuantizationBits.ofAlgorithm(in: quantization)
  }

  /// Describes weights whose method only the tensors show.
  init(shownByTensors method: QuantizationMethod) { self.init(method, bits: method.usualBits, by: .tensorNames) }

  /// Describes weights that are stored in fewer than 16 bits, one in each element, as only the type of the elements
  /// shows; nil for a type that does not show it.
  init?(shownByType type: TensorDtype) {
    guard let row = Quantization.methodsOfTypes.first(where: { $0.content == type.content && $0.bits == type.bits })
    else { return nil }
    method = .inferred(row.method)
    origin = .tensorTypes
    known = nil
    bits = Double(row.bits)
  }

  private static let methodsOfTypes: [(content: TensorDtype.Content, bits: Int, method: StaticString)] = [
    (.smallFloat, 8, "fp8"), (.integer, 8, "int8"), (.smallFloat, 6, "fp6"), (.smallFloat, 4, "fp4"),
  ]

  private init(_ method: QuantizationMethod, bits: Double?, by origin: Origin) {
    self.method = .inferred(method.name)
    self.origin = origin
    known = method
    self.bits = bits
  }

  /// Describes a GGUF file by the number of parameters of each type; nil when no type is a quantized one, or when a
  /// type is unknown.
  init?(ggufTypes: JSONElement) {
    guard let bits = GGUFBits.mean(ggufTypes.members.lazy.map { ($0.key, $0.value.double ?? -1) }) else { return nil }
    self.init(ggufBits: bits, by: .ggufTypes)
  }

  /// Describes a GGUF file by its mean bits per weight.
  init(ggufBits bits: Double, by origin: Origin) {
    method = .inferred("gguf")
    self.origin = origin
    known = nil
    self.bits = bits
  }

  /// Throws an error when the quantization config or its method has the wrong type.
  private static func check(_ config: ModelConfig) throws(ConfigError) {
    guard let stated = config.element(.quantizationConfig) else { return }
    guard stated.isObject else { throw .invalid(config.key(of: .quantizationConfig), stated, expected: "an object") }
    if let method = stated[QuantizationKeys.method], !method.isString, !method.isNull {
      throw .invalid(config.key(of: .quantizationConfig) + ".quant_method", method, expected: "a string")
    }
  }
}

extension Quantization {
  /// Writes the value of the entry's field `quantization`.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key(JSONKey.method.text)
    switch method {
    case .inferred(let name): output.string(name)
    case .stated(let text): output.string(jsonContent: text)
    }
    if let bits {
      output.key(JSONKey.bits.text)
      output.number(bits)
    }
    output.endObject()
  }
}
