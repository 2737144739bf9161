import Shared

/// Where each field of an entry is from: an override, a key of the config, a default of the model's class, a rule.
struct Explanation {
  let entry: Entry
  let model: Model
  let overrides: Overrides
  let snapshot: Snapshot

  /// Writes the object under `explain`.
  func write(to output: ByteBuffer) {
    output.key("explain")
    output.beginObject()
    for field in EntryField.allCases {
      guard let source = source(of: field) else { continue }
      output.key(field.name)
      output.string(source)
    }
    output.endObject()
  }

  /// Where a field is from; nil when the entry does not have it.
  private func source(of field: EntryField) -> String? {
    if overrides[field] != nil { return "override" }
    switch field {
    case .id, .name: return "the model id's last part"
    case .hfModelID: return "the Hub's info"
    case .modality: return "rule: what takes in and gives out text is described"
    case .parametersBillions, .parametersSource: return parameterSource
    case .attention, .kvCache: return "rule: \(model.config.familyLabel)'s attention over \(model.plan.summary)"
    case .architecture: return entry.isMixture ? "rule: there are routed experts" : "rule: there are no routed experts"
    case .activeParametersBillions:
      return entry.activeParameters > 0
        ? "rule: all parameters but the routed experts that a token does not visit" : nil
    case .license: return snapshot.license == nil ? nil : "the model card"
    case .hfRevision: return snapshot.revision == nil ? nil : "the snapshot"
    case .dtype: return model.config.element(.dtype).flatMap { Dtype.name($0) } == nil ? nil : configSource(of: field)
    case .quantization: return quantizationSource
    default: return value(of: field) > 0 ? configSource(of: field) : nil
    }
  }

  private var parameterSource: String {
    entry.parameters.correction.map { "\(countSource), \($0)" } ?? countSource
  }

  private var countSource: String {
    switch entry.parameters.source {
    case .safetensors: "the headers of the safetensors files"
    case .gguf: "the header of the GGUF file"
    case .hub: "the Hub's count"
    case .config: "computed from config.json"
    case .name: "guessed from the name"
    case .override: "override"
    }
  }

  private var quantizationSource: String? {
    guard entry.quantization != nil else { return nil }
    if model.config.has(.quantizationConfig) { return configSource(of: .quantization) }
    return snapshot.quantConfig == nil ? "the types in the GGUF file" : "hf_quant_config.json"
  }

  private func configSource(of field: EntryField) -> String {
    guard let source = field.source else { return "rule" }
    if model.config.isDefaulted(source) { return "default of the config class" }
    guard model.config.element(source) != nil else { return "rule: follows from the other sizes" }
    return "config.json: \(model.config.key(of: source))"
  }

  private func value(of field: EntryField) -> Count {
    switch field {
    case .hiddenSize: entry.hiddenSize
    case .numLayers: entry.layers
    case .numHeads: entry.heads
    case .defaultContextLength: entry.context
    case .numKVHeads: entry.keyValueHeads
    case .intermediateSize: entry.intermediateSize
    case .vocabSize: entry.vocabulary
    case .numExperts: entry.experts
    case .expertsPerToken: entry.expertsPerToken
    case .headDim: entry.headDim
    case .numSharedExperts: entry.sharedExperts
    case .moeIntermediateSize: entry.expertSize
    default: 0
    }
  }
}

extension LayerPlan {
  /// The layers in words.
  fileprivate var summary: String {
    let parts = [(full, "full"), (sliding, "sliding"), (recurrent, "recurrent")].filter { $0.0 > 0 }
    return parts.map { "\($0.0.value) \($0.1)" }.joined(separator: ", ") + " layers"
  }
}

extension ModelConfig {
  /// The model type in words.
  fileprivate var familyLabel: String { element(.modelType)?.string ?? "the generic family" }
}
