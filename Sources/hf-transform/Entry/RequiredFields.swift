import JSON
import ModelSpec

/// Required fields, and the options that set them.
enum RequiredFields {
  /// The required fields that are read from a config.
  private static let required = EntryField.allCases.filter { $0.isRequired && $0.configField != nil }

  /// Sizes that change the parameter count or the cache.
  private static let structural: [EntryField] = [
    .hiddenSize, .numLayers, .numHeads, .numKVHeads, .vocabSize, .intermediateSize, .numExperts,
    .expertsPerToken, .moeIntermediateSize,
  ]

  /// Checks that no required field is missing.
  ///
  /// - Throws: ``ConfigError/missing(_:)``, or ``ConfigError/unsupported(message:hint:)`` for a model without
  ///   attention.
  static func check(_ entry: borrowing DerivedEntry, _ model: Model, _ overrides: Overrides) throws(ConfigError) {
    func isMissing(_ field: EntryField) -> Bool { overrides[field] == nil && (entry.size(of: field) ?? 0) == 0 }
    guard required.contains(where: isMissing) else { return }
    if entry.heads == 0, entry.layers > 0, model.layout.full == 0, model.layout.sliding == 0,
      overrides[.numHeads] == nil
    {
      throw .unsupported(
        message: "the model has no attention: it keeps a state of fixed size, and no key/value cache",
        hint: "there is no entry for such a model; import one that has attention layers")
    }
    throw .missing(options(for: required.filter(isMissing), in: model.config))
  }

  /// The fields among ``structural`` that the config does not state, so that class defaults are used.
  static func defaulted(_ config: ModelConfig) -> [EntryField] {
    structural.filter { field in field.configField.map { config.isDefaulted($0) } ?? false }
  }

  /// The ``defaulted(_:)`` fields whose class default may be the value of another model.
  ///
  /// A config with a `model_type` of the family may leave out the vocabulary's size: the models of a class share a
  /// tokenizer. Other sizes differ from model to model. Those of experts matter only if a layer has experts.
  static func doubtfulDefaults(_ model: Model) -> [EntryField] {
    let defaulted = defaulted(model.config)
    if defaulted.isEmpty { return [] }
    let isNamed = model.config.element(.modelType).map { name in
      model.family.modelTypes.contains { name.equals($0) }
    }
    return defaulted.filter { field in
      field == .vocabSize ? isNamed != true : model.layout.sparse > 0 || !field.isOfExperts
    }
  }

  /// Each of these fields with the option that sets it, and with similar keys of the config.
  static func options(for fields: [EntryField], in config: ModelConfig) -> [RequiredField] {
    let similar = SimilarKeys(config)
    return fields.map { field in
      let keys = field.configField.map(similar.keys) ?? []
      // If only one key is similar, the option gets its value.
      let value = keys.count == 1 ? keys[0].value.int.map(String.init) ?? "N" : "N"
      let option = field == .defaultContextLength ? "--context \(value)" : "--set \(field.name)=\(value)"
      return RequiredField(
        name: field.name.description, option: option, similarKeys: keys.isEmpty ? nil : UnreadKeys.list(keys))
    }
  }
}

extension EntryField {
  /// Whether the field is about experts.
  var isOfExperts: Bool {
    [.numExperts, .expertsPerToken, .moeIntermediateSize, .numSharedExperts].contains(self)
  }
}

extension [EntryField] {
  /// The names in quotes, with commas between.
  var quotedList: String { map { "'\($0.name)'" }.joined(separator: ", ") }
}
