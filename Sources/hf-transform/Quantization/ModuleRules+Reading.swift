import JSON
import ModelSpec

extension ModuleRules {
  /// Reads the per-module settings of a quantization config. Each method has its own format, which the functions below
  /// describe. A config is read in the formats of all methods.
  ///
  /// - Parameters:
  ///   - config: the quantization config; nil without one.
  ///   - layers: ModelOpt's `quantized_layers`; nil without any.
  init(_ config: JSONElement?, layers: JSONElement?) {
    self.init()
    if let layers { readModelOpt(layers) }
    guard let config else { return }
    readMLX(of: config)
    if let dynamic = config["dynamic"] { readGPTQModel(dynamic) }
    if let extra = config["extra_config"] { readAutoRound(extra) }
    if let modules = config["module_quant_configs"] { readGemma(modules) }
    if let groups = config[QuantizationKeys.groups] { readCompressedTensors(groups) }
    if let layers = config[QuantizationKeys.quarkLayers] { readQuarkLayers(layers) }
    if let types = config["layer_type_quant_config"] { readQuarkClasses(types) }
    if let tags = config[QuantizationKeys.hqqConfig] { readHQQ(tags) }
    if let modules = TorchAO.modules(config) { readTorchAO(modules) }
    if let layers = VPTQ.modules(config) { readVPTQ(layers) }
  }

  /// MLX: settings in the config itself, by a module's name:
  /// `"model.layers.0.mlp.down_proj": {"bits": 8, "group_size": 64}`.
  private mutating func readMLX(of config: JSONElement) {
    for (key, value) in config.members where value.isObject {
      guard let settings = ModuleSettings(value), settings.bits != nil, let name = key.string else { continue }
      add(module: name, settings)
    }
  }

  /// GPTQModel: regular expressions in the order of their precedence. One with the prefix `-:` is for modules that are
  /// not quantized. One with `+:`, or without a prefix, can have settings.
  private mutating func readGPTQModel(_ dynamic: JSONElement) {
    for (key, value) in dynamic.members {
      guard let text = key.string else { continue }
      let isNegative = text.hasPrefix("-:")
      let expression = isNegative || text.hasPrefix("+:") ? String(text.dropFirst(2)) : text
      add(expression, .fromStart, isNegative ? nil : ModuleSettings(value))
    }
  }

  /// Gemma: regular expressions in the order of their precedence, which match any part of a name.
  private mutating func readGemma(_ modules: JSONElement) {
    for (key, value) in modules.members {
      guard let expression = key.string, let settings = ModuleSettings(value) else { continue }
      add(expression, .anywhere, settings)
    }
  }

  /// auto-round: names of modules. A name with characters such as `*` or `$` is a regular expression.
  private mutating func readAutoRound(_ extra: JSONElement) {
    for (key, value) in extra.members {
      guard let name = key.string, let settings = ModuleSettings(value) else { continue }
      if name.contains(where: { "*+?^$()[]|\\".contains($0) }) {
        add(name, .anywhere, settings)
      } else {
        add(module: name, settings)
      }
    }
  }

  /// compressed-tensors: groups, each with settings and targets. A target is a module's name, a regular
  /// expression after `re:`, or a class of modules.
  private mutating func readCompressedTensors(_ groups: JSONElement) {
    for (_, group) in groups.members {
      guard let settings = group[QuantizationKeys.weights].flatMap({ ModuleSettings($0) }) else { continue }
      for target in group["targets"]?.elements.compactMap(\.string) ?? [] {
        if target.hasPrefix("re:") {
          add(String(target.dropFirst(3)), .fromStart, settings)
        } else if let name = ModuleClass(target) {
          add(name, settings)
        } else {
          add(module: target, settings)
        }
      }
    }
  }

  /// ModelOpt: the algorithm of each module, by its name or by a file name pattern with `*`.
  private mutating func readModelOpt(_ layers: JSONElement) {
    for (key, value) in layers.members {
      guard let name = key.string, let algorithm = value[QuantizationKeys.algorithm] else { continue }
      let settings = ModuleSettings(
        bits: QuantizationBits.named(algorithm),
        groupSize: value[QuantizationKeys.groupSize].flatMap(GroupSize.plausible))
      if name.contains("*") {
        add(name, .wholeName, settings)
      } else {
        add(module: name, settings)
      }
    }
  }

  /// Quark: settings by file name patterns such as `*lm_head`.
  private mutating func readQuarkLayers(_ layers: JSONElement) {
    for (key, value) in layers.members {
      guard let name = key.string, let bits = QuantizationBits.ofQuark(value) else { continue }
      add(name, .wholeName, ModuleSettings(bits: bits))
    }
  }

  /// Quark: settings by classes of modules.
  private mutating func readQuarkClasses(_ types: JSONElement) {
    for (key, value) in types.members {
      guard let name = key.string.flatMap(ModuleClass.init), let bits = QuantizationBits.ofQuark(value) else {
        continue
      }
      add(name, ModuleSettings(bits: bits))
    }
  }

  /// HQQ: settings by the end of a name, such as `self_attn.q_proj`, which apply to that module in every layer.
  private mutating func readHQQ(_ tags: JSONElement) {
    for (key, value) in tags.members {
      guard let settings = value[QuantizationKeys.hqqWeights].flatMap({ ModuleSettings($0) }), let tag = key.string
      else {
        continue
      }
      add("*." + tag, .wholeName, settings)
    }
  }

  /// torchao: the quantization type of each module, by its name or by a regular expression after `re:`. The type under
  /// `_default` is that of all other modules.
  private mutating func readTorchAO(_ modules: JSONElement) {
    for (key, value) in modules.members {
      guard let name = key.string, name != "_default" else { continue }
      let settings = ModuleSettings(
        bits: TorchAO.storedBits(of: value),
        groupSize: value["_data"]?[QuantizationKeys.groupSize].flatMap(GroupSize.plausible))
      if name.hasPrefix("re:") {
        add(String(name.dropFirst(3)), .fromStart, settings)
      } else {
        add(module: name, settings)
      }
    }
  }

  /// VPTQ: the number of inputs and outputs of each module, by its name.
  private mutating func readVPTQ(_ layers: JSONElement) {
    for (key, value) in layers.members {
      guard let name = key.string, let inputs = value["in_features"]?.int, let outputs = value["out_features"]?.int,
        inputs > 0, outputs > 0
      else { continue }
      add(module: name, ModuleSettings(weights: Count(inputs) * Count(outputs)))
    }
  }
}

extension ModuleSettings {
  /// Reads the bits and the group size in an object; nil when it has neither.
  fileprivate init?(_ element: JSONElement) {
    bits = QuantizationBits.number(in: element)
    groupSize = element[QuantizationKeys.groupSize].flatMap(GroupSize.plausible)
    if bits == nil, groupSize == nil { return nil }
  }
}
