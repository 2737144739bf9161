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
    case .attention: return AttentionSource(entry: entry, model: model).kind
    case .kvCache: return AttentionSource(entry: entry, model: model).cache
    case .architecture:
      return entry.isMixture
        ? "rule: \(model.plan.sparse.value) of \(model.layers.value) layers hold routed experts"
        : "rule: no layer holds routed experts"
    case .activeParametersBillions: return entry.activeParameters > 0 ? activeSource : nil
    case .license: return snapshot.license == nil ? nil : "the model card"
    case .hfRevision: return snapshot.revision == nil ? nil : "the snapshot"
    case .dtype: return model.config.element(.dtype).flatMap { Dtype.name($0) } == nil ? nil : configSource(of: field)
    case .quantization: return quantizationSource
    default: return sizeSource(of: field)
    }
  }

  private var parameterSource: String {
    entry.parameters.correction.map { "\(countSource), \($0.text)" } ?? countSource
  }

  private var countSource: String {
    switch entry.parameters.source {
    case .safetensors: "the headers of the safetensors files"
    case .gguf: "the header of the GGUF file"
    case .hub: "the Hub's count"
    case .config: "computed from config.json by the formulas of '\(model.config.familyLabel)'"
    case .name: "guessed from the name"
    case .override: "override"
    }
  }

  private var activeSource: String {
    let idle = entry.experts - entry.expertsPerToken
    return "rule: all parameters but \(idle.value) of \(entry.experts.value) routed experts in each of "
      + "\(model.plan.sparse.value) layers, which a token does not visit"
  }

  private var quantizationSource: String? {
    guard entry.quantization != nil else { return nil }
    if model.config.has(.quantizationConfig) { return configSource(of: .quantization) }
    return snapshot.quantConfig == nil ? "the types in the GGUF file" : "hf_quant_config.json"
  }

  private func configSource(of field: EntryField) -> String {
    field.source.map { SizeSource(entry: entry, model: model).origin(of: $0) } ?? "rule"
  }

  private func sizeSource(of field: EntryField) -> String? {
    let size = value(of: field)
    return size > 0 ? SizeSource(entry: entry, model: model).text(of: field, size) : nil
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
