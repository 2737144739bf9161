import JSON
import ModelSpec
import Patterns

/// How a checkpoint's tensors are packed: the layout of its quantization method, and the settings of each module.
struct QuantizationScheme {
  /// The layout of the method; nil when it is not known.
  let layout: PackedLayout?
  /// The settings of modules without separate ones.
  let usual: ModuleSettings
  /// The settings of modules that differ.
  private(set) var rules: ModuleRules
  /// The settings of routed experts; nil when they have no separate ones.
  let experts: ModuleSettings?
  /// The number of weights per code. Only methods that store codes for groups of weights use it (AQLM).
  let weightsPerCode: Double
  /// The 2:4 sparsity of matrices, if any.
  let sparsity: Sparsity
  /// The float type whose elements contain packed weights (`bnb_4bit_quant_storage`); nil when the config names none.
  let floatContainer: TensorDtype?

  /// The fewest and the most bits that a weight has in some module; nil when they are unknown.
  var bits: ClosedRange<Double>? {
    let all = rules.bits + [usual.bits, experts?.bits].compactMap { $0 }
    guard let least = all.min(), let most = all.max() else { return nil }
    return least...most
  }

  /// The scheme of a method that the tensors show: the method's usual bits, and AQLM's usual 8 weights per code.
  init(inferred method: QuantizationMethod) {
    layout = method.layout
    usual = ModuleSettings(bits: method.usualBits)
    rules = ModuleRules()
    experts = nil
    weightsPerCode = 8
    sparsity = .none
    floatContainer = nil
  }

  /// Reads how a snapshot's weights are packed.
  ///
  /// - Parameters:
  ///   - quantization: the quantization of the entry.
  ///   - config: the model's config.
  ///   - modelOptFile: the content of `hf_quant_config.json`; nil without the file.
  init(_ quantization: Quantization, _ config: ModelConfig, modelOptFile: JSONElement?) {
    let stated = config.element(.quantizationConfig) ?? modelOptFile?[QuantizationKeys.quantization]
    let layers =
      stated?[QuantizationKeys.layers] ?? modelOptFile?[QuantizationKeys.quantization]?[QuantizationKeys.layers]
    layout = quantization.known?.layout
    var bits = stated.map(TorchAO.storesBytes) == true ? 8 : quantization.known?.storedBits ?? quantization.bits
    // The config states the number of weights in each tensor. The bits of the codes do not give the number of all
    // weights, because the tables of a small model are large beside them.
    if case .asConfigured? = layout?.packed.first?.weights { bits = nil }
    usual = ModuleSettings(bits: bits, groupSize: stated.flatMap(GroupSize.stated))
    rules = ModuleRules(stated, layers: layers)
    experts = QuantizationScheme.expertSettings(config, stated)
    weightsPerCode = stated.flatMap(QuantizationScheme.weightsPerCode) ?? 1
    sparsity = stated.map(Sparsity.init) ?? .none
    floatContainer = stated.flatMap(QuantizationScheme.floatContainer)
  }

  /// The settings of the modules that a pattern's tensors belong to, each with the number of tensors that have them.
  ///
  /// - Parameters:
  ///   - pattern: the tensors.
  ///   - modules: the possible names of the modules as dotted parts, the likeliest first.
  ///   - steps: how many steps comparing names with expressions may still take; reduced by those taken.
  func settings(
    of pattern: TensorPattern, modules: [[Substring]], steps: inout StepBudget
  ) -> [(copies: Count, settings: ModuleSettings)] {
    let isExpert = pattern.parts.contains("experts")
    let usual = isExpert ? experts?.filled(from: usual) ?? usual : usual
    return rules.settings(of: pattern, modules: modules, usual: usual, steps: &steps)
  }

  /// The type that `bnb_4bit_quant_storage` names; nil when it is absent or not a float type.
  private static func floatContainer(_ config: JSONElement) -> TensorDtype? {
    guard let name = config["bnb_4bit_quant_storage"] else { return nil }
    return Dtype.plain.first { name.equals($0.name) }.flatMap { TensorDtype.named($0.type.description) }
  }

  /// The weights of a group of AQLM, divided by the codebooks: a group has one code in each of them. Nil without these
  /// keys, or if a number is not above 0.
  static func weightsPerCode(_ config: JSONElement) -> Double? {
    guard let inputs = config["in_group_size"]?.double, let codebooks = config["num_codebooks"]?.double, inputs > 0,
      codebooks > 0
    else { return nil }
    let outputs = config["out_group_size"]?.double ?? 1
    return outputs > 0 ? inputs * outputs / codebooks : nil
  }

  /// The settings of routed experts whose type the config states (`expert_dtype`, ModelOpt's `moe_quant_algo`); nil
  /// when it states none.
  private static func expertSettings(_ config: ModelConfig, _ stated: JSONElement?) -> ModuleSettings? {
    let type = config.element(.expertDtype) ?? stated?["expert_dtype"] ?? stated?[QuantizationKeys.expertAlgorithm]
    return type.flatMap(QuantizationBits.named).map { ModuleSettings(bits: $0) }
  }

  /// A copy in which the expressions of ``rules`` are compiled, as ``settings(of:modules:steps:)`` needs them.
  func compiled() -> QuantizationScheme {
    var scheme = self
    scheme.rules.compile()
    return scheme
  }
}
