import JSON
import ModelSpec

/// The source of each field of an entry: an override, a key of the config, a class default, a rule.
struct Explanation {
  let values: EntryValues
  let model: Model
  let overrides: Overrides
  /// Whether the entry has evaluation results.
  let hasBenchmarks: Bool
  /// The values without overrides; nil when nothing is overridden, or the model cannot be described without overrides.
  let derived: ValuesWithoutOverrides?

  /// Writes two members of the entry: `explain`; `derived` if there are overrides.
  func write(to output: ByteBuffer) {
    output.beginObject(EntryField.explanation)
    for field in EntryField.inOrder { output.member(field.name, source(of: field)) }
    output.endObject()
    derived?.write(replacedBy: overrides, to: output)
  }

  /// The source of a field; nil when the entry does not have it.
  private func source(of field: EntryField) -> String? {
    if overrides[field] != nil { return "override" }
    switch field {
    case .id, .name: return "the model id's last part"
    case .hfModelID: return "the Hub's info"
    case .modality: return "rule: only the language model is described"
    case .parametersBillions, .parametersSource: return parameterSource
    case .attention: return AttentionExplanation(values: values, model: model).kind
    case .kvCache: return AttentionExplanation(values: values, model: model).cache
    case .architecture:
      return values.entry.isMixture
        ? "rule: \(model.layout.sparse.value) of \(model.layers.value) layers hold routed experts"
        : "rule: no layer holds routed experts"
    case .activeParametersBillions: return values.entry.activeParameters > 0 ? activeSource : nil
    case .license: return isPresent(field) ? "the model card" : nil
    case .hfRevision: return isPresent(field) ? "the snapshot" : nil
    case .dtype:
      if model.config.dtypeName != nil, isPresent(field) { return "the types in the GGUF file" }
      return isPresent(field) ? configSource(of: field) : nil
    case .quantization: return quantizationSource
    case .weightsBytes: return isPresent(field) ? "the sizes of the weight files" : nil
    case .overrides: return overrides.isEmpty ? nil : "the request and the command line"
    case .benchmarks: return hasBenchmarks ? "the model card" : nil
    default: return sizeSource(of: field)
    }
  }

  private func isPresent(_ field: EntryField) -> Bool {
    if case .absent = values.value(of: field) { false } else { true }
  }

  private var parameterSource: String {
    values.entry.parameters.correction.map { "\(countSource), \($0.text)" } ?? countSource
  }

  private var countSource: String {
    switch values.entry.parameters.source {
    case .safetensors: "the headers of the safetensors files"
    case .gguf: "the header of the GGUF file"
    case .hub: "the Hub's count"
    case .config: "computed from \(model.config.sizesFile.name) by the formulas of '\(model.config.familyLabel)'"
    case .name: "guessed from the name"
    case .override: "override"
    }
  }

  private var activeSource: String {
    let idle = values.entry.experts - values.entry.expertsPerToken
    return
      "rule: all parameters except those of \(idle.value) of \(values.entry.experts.value) routed experts in each of "
      + "\(model.layout.sparse.value) layers, which are not active for a token"
  }

  private var quantizationSource: String? {
    switch values.entry.quantization?.origin {
    case .config: configSource(of: .quantization)
    case .bitsInConfig: SizeExplanation(model: model).origin(of: .quantizationBits)
    case .modelOptFile: ConfigFile.quantization
    case .ggufTypes: "the types in the GGUF file: the mean bits of a weight, scales included"
    case .ggufSize: "the size of the GGUF file: the mean bits of a weight, with everything else in the file"
    case .tensorNames: "the names of the tensors, since no config says how they are packed"
    case .tensorTypes: "the type of most weights, since no config states a quantization"
    case nil: nil
    }
  }

  private func configSource(of field: EntryField) -> String {
    field.configField.map { SizeExplanation(model: model).origin(of: $0) } ?? "rule"
  }

  private func sizeSource(of field: EntryField) -> String? {
    guard case .size(let size) = values.value(of: field) else { return nil }
    return SizeExplanation(model: model).text(of: field, size)
  }
}
