import JSON
import ModelSpec

/// How a checkpoint's weights are quantized: method, and bits per weight.
///
/// Sources, in this order: the tensor types of a GGUF file; `quantization_config` in the language model's config or in
/// the outer config; the file `hf_quant_config.json` of NVIDIA's ModelOpt.
struct Quantization {
  /// The method, by its name in configs.
  enum Method {
    case stated(UnsafeBufferPointer<UInt8>)
    case inferred(StaticString)
  }

  /// The source of the method.
  enum Origin {
    case config, modelOptFile, ggufTypes, ggufSize, tensorNames
  }

  let method: Method
  let origin: Origin
  /// Bits per weight; nil when they are unknown.
  let bits: Double?
  /// The weights that share a scale; nil when each row of a matrix has one.
  private(set) var block: QuantizationMethod.Block?
  /// The method's row in the table; nil when it has none.
  let known: QuantizationMethod?

  /// Reads a snapshot; nil when its weights are not quantized.
  ///
  /// - Throws: ``ConfigError`` when its config is not an object, or its method is not a string.
  init?(_ snapshot: Snapshot, _ config: ModelConfig) throws(ConfigError) {
    try Quantization.check(config)
    if let weights = snapshot.weights, weights[QuantizationKeys.format]?.equals("gguf") == true,
      let types = weights[WeightsKeys.parametersByDtype],
      let quantization = Quantization(ggufTypes: types)
    {
      self = quantization
    } else if let stated = config.element(.quantizationConfig), let quantization = Quantization(stated) {
      self = quantization
    } else if let file = snapshot.quantConfig, let quantization = Quantization(modelOptFile: file) {
      self = quantization
    } else {
      return nil
    }
    let stated = config.element(.quantizationConfig) ?? snapshot.quantConfig?[QuantizationKeys.quantization]
    block = QuantizationScales.block(stated, method: known, bits: bits)
  }

  /// Reads a `quantization_config`; nil when it names no method, and its keys are not those of a known one.
  init?(_ config: JSONElement) {
    guard config.isObject else { return nil }
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

  /// Reads a `hf_quant_config.json`; nil when it names no algorithm.
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

  /// Describes weights whose method is known from the tensors only.
  init(shownByTensors method: QuantizationMethod) {
    self.method = .inferred(method.name)
    origin = .tensorNames
    known = method
    bits = method.usualBits
  }

  /// Describes a GGUF file by the number of parameters of each type; nil when none is quantized, or a
  /// type is unknown.
  init?(ggufTypes: JSONElement) {
    guard let bits = GGUFBits.mean(ggufTypes.members.lazy.map { ($0.key, $0.value.double ?? -1) }) else { return nil }
    self.init(ggufBits: bits, by: .ggufTypes)
  }

  /// Describes a GGUF file by its mean bits.
  init(ggufBits bits: Double, by origin: Origin) {
    method = .inferred("gguf")
    self.origin = origin
    known = nil
    self.bits = bits
  }

  private static func check(_ config: ModelConfig) throws(ConfigError) {
    guard let stated = config.element(.quantizationConfig) else { return }
    guard stated.isObject else { throw .invalid(config.key(of: .quantizationConfig), stated, expected: "an object") }
    if let method = stated[QuantizationKeys.method], !method.isString, !method.isNull {
      throw .invalid(config.key(of: .quantizationConfig) + ".quant_method", method, expected: "a string")
    }
  }
}

extension Quantization {
  /// Writes the entry's object.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("method")
    switch method {
    case .inferred(let name): output.string(name)
    case .stated(let text): output.string(jsonContent: text)
    }
    if let bits {
      output.key("bits")
      output.number(bits)
    }
    output.endObject()
  }
}
