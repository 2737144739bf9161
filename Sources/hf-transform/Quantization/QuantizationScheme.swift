import JSON
import JSONSchema
import ModelSpec

/// How a checkpoint's tensors are packed: its method's layout, and the settings of each module.
struct QuantizationScheme {
  /// The layout of the method; nil when it is not known.
  let layout: PackedLayout?
  /// The settings of modules without separate ones.
  let usual: ModuleSettings
  /// The settings of modules that differ.
  private(set) var rules: ModuleRules
  /// The settings of routed experts, if they have separate ones.
  let experts: ModuleSettings?
  /// The number of weights per code of a vector quantization.
  let weightsPerCode: Double
  /// The 2:4 sparsity of matrices, if any.
  let sparsity: Sparsity

  /// The range of bits that weights have; nil when they are unknown.
  var bits: ClosedRange<Double>? {
    let all = rules.bits + [usual.bits, experts?.bits].compactMap { $0 }
    guard let least = all.min(), let most = all.max() else { return nil }
    return least...most
  }

  /// The scheme of a method that is known from the tensors' names only.
  init(inferred method: QuantizationMethod) {
    layout = method.layout
    usual = ModuleSettings(bits: method.usualBits)
    rules = ModuleRules()
    experts = nil
    weightsPerCode = 8
    sparsity = .none
  }

  /// Reads how a snapshot's weights are packed.
  ///
  /// - Parameters:
  ///   - quantization: the quantization of the entry.
  ///   - config: the config.
  ///   - sidecar: the content of `hf_quant_config.json`.
  init(_ quantization: Quantization, _ config: ModelConfig, sidecar: JSONElement?) {
    let stated = config.element(.quantizationConfig) ?? sidecar?[QuantizationKeys.quantization]
    let layers = stated?[QuantizationKeys.layers] ?? sidecar?[QuantizationKeys.quantization]?[QuantizationKeys.layers]
    layout = quantization.known?.layout
    let bits = stated.map(TorchAO.storesBytes) == true ? 8 : quantization.bits
    usual = ModuleSettings(bits: bits, groupSize: stated.flatMap(QuantizationScheme.groupSize))
    rules = ModuleRules(stated, layers: layers)
    experts = QuantizationScheme.expertBits(config, stated ?? sidecar?[QuantizationKeys.quantization])
    weightsPerCode = stated.flatMap(QuantizationScheme.weightsPerCode) ?? 1
    sparsity = stated.map(Sparsity.init) ?? .none
  }

  /// The settings of the modules that a pattern's tensors belong to.
  func settings(
    of pattern: TensorPattern, modules: [[Substring]], steps: inout StepBudget
  ) -> [(copies: Count, settings: ModuleSettings)] {
    let isExpert = pattern.parts.contains("experts")
    let usual = isExpert ? experts?.filled(from: usual) ?? usual : usual
    return rules.settings(of: pattern, modules: modules, usual: usual, steps: &steps)
  }

  private static func groupSize(_ config: JSONElement) -> Int? {
    let nested = [
      config, config[QuantizationKeys.groups]?.members.first { _ in true }?.value[QuantizationKeys.weights],
      config[QuantizationKeys.hqq]?[QuantizationKeys.hqqWeights], TorchAO.weights(config),
    ]
    for case let element? in nested {
      for key in [QuantizationKeys.groupSize, QuantizationKeys.queryGroupSize] {
        if let size = element[key]?.int, size > 1, size <= 1 << 20 { return size }
      }
    }
    return nil
  }

  private static func weightsPerCode(_ config: JSONElement) -> Double? {
    guard let inputs = config["in_group_size"]?.double, let codebooks = config["num_codebooks"]?.double, inputs > 0,
      codebooks > 0
    else { return nil }
    return inputs * (config["out_group_size"]?.double ?? 1) / codebooks
  }

  /// Routed experts of another type than the rest (`expert_dtype`, ModelOpt's `moe_quant_algo`).
  private static func expertBits(_ config: ModelConfig, _ stated: JSONElement?) -> ModuleSettings? {
    let type = config.element(.expertDtype) ?? stated?["expert_dtype"] ?? stated?["moe_quant_algo"]
    return type.flatMap(QuantizationBits.named).map { ModuleSettings(bits: $0) }
  }

  /// The scheme with compiled expressions.
  func compiled() -> QuantizationScheme {
    var scheme = self
    scheme.rules.compile()
    return scheme
  }
}
