import JSON
import ModelSpec

/// The source of a size: a key of the config, a class default, or a rule.
struct SizeExplanation {
  let model: Model

  /// Other config fields that an entry's field can be read from, the likeliest first.
  private static let others: [EntryField: [ConfigField]] = [
    .numKVHeads: [.multiQueryGroups, .globalKeyValueHeads, .windowKeyValueHeads],
    .intermediateSize: [.denseIntermediateSize, .prefixDenseIntermediateSize, .expertSize, .sharedExpertSize],
    .moeIntermediateSize: [.intermediateSize],
    .headDim: [.globalHeadDim, .windowHeadDim],
  ]

  /// Fields with an item, or a letter, for each layer.
  private static let layerLists: [ConfigField] = [
    .layerTypes, .layerPattern, .layerBlocks, .blockTypes, .windowLayerPattern, .feedForwardTypes,
  ]

  /// The source of a field's size.
  func text(of field: EntryField, _ size: Count) -> String {
    for source in [field.configField].compactMap({ $0 }) + (SizeExplanation.others[field] ?? []) {
      if let stated = try? model.config.int(source), stated == size.value { return origin(of: source) }
    }
    return "rule: \(rule(for: field, size))"
  }

  /// The source of a config field's value.
  func origin(of field: ConfigField) -> String {
    if model.config.isDefaulted(field) { return "class default of '\(model.config.familyLabel)'" }
    if model.config.isOverridden(field), let name = EntryField.allCases.first(where: { $0.configField == field })?.name
    {
      return "override of \(name)"
    }
    return "\(model.config.sizesFile.name): \(model.config.key(of: field))"
  }

  private func rule(for field: EntryField, _ size: Count) -> String {
    switch field {
    case .numLayers: layersRule
    case .numKVHeads: keyValueHeadsRule(size)
    case .headDim where size == model.hidden / model.heads: "hidden_size / num_heads"
    case .intermediateSize: intermediateRule(size)
    case .numSharedExperts: sharedExpertsRule
    default: familyRule
    }
  }

  private var familyRule: String { "determined by the family of '\(model.config.familyLabel)'" }

  private var layersRule: String {
    let list = SizeExplanation.layerLists.first { model.config.element($0) != nil }
    return list.map { "the number of items of \(model.config.key(of: $0))" } ?? familyRule
  }

  private func keyValueHeadsRule(_ size: Count) -> String {
    if size == 1, model.config.element(.multiQuery)?.bool == true {
      return "one for all query heads, since \(model.config.key(of: .multiQuery)) is true"
    }
    return size == model.heads
      ? "as many as query heads, since \(model.config.sizesFile.name) states no other number" : familyRule
  }

  private func intermediateRule(_ size: Count) -> String {
    if let stated = model.config.element(.intermediateSize)?.int {
      let key = model.config.key(of: .intermediateSize)
      return size.value == stated / 2 ? "half of \(key) (\(stated))" : "follows from \(key) (\(stated))"
    }
    return size == 4 * model.hidden ? "4 x hidden_size" : familyRule
  }

  private var sharedExpertsRule: String {
    guard model.config.has(.sharedExpertSize) else { return familyRule }
    return "1, since there is a \(model.config.key(of: .sharedExpertSize))"
  }
}

extension ModelConfig {
  /// The `model_type`, or `the generic family` without one.
  var familyLabel: String { element(.modelType)?.string ?? "the generic family" }
}
