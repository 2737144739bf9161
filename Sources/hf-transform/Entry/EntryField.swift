import Shared

/// The fields of an entry, in the order in which they are written.
enum EntryField: Int, CaseIterable, Sendable {
  case id, name, hfModelID, parametersBillions, hiddenSize, numLayers, numHeads, defaultContextLength, architecture
  case modality, numKVHeads, intermediateSize, vocabSize, numExperts, expertsPerToken
  case headDim, numSharedExperts, moeIntermediateSize, activeParametersBillions, attention, kvCache, dtype, quantization
  case license, hfRevision, parametersSource

  /// What a value of the field must be.
  enum Form: Sendable {
    case text, positiveNumber, positiveInteger, object
  }

  /// The name in the entry, the form of its value, and the config field that it is read from, where there is one.
  private static let table: [(name: StaticString, form: Form, source: Field?)] = [
    ("id", .text, nil), ("name", .text, nil), ("hf_model_id", .text, nil),
    ("parameters_billions", .positiveNumber, nil),
    ("hidden_size", .positiveInteger, .hiddenSize), ("num_layers", .positiveInteger, .layers),
    ("num_heads", .positiveInteger, .heads), ("default_context_length", .positiveInteger, .context),
    ("architecture", .text, nil), ("modality", .text, nil), ("num_kv_heads", .positiveInteger, .keyValueHeads),
    ("intermediate_size", .positiveInteger, .intermediateSize), ("vocab_size", .positiveInteger, .vocabulary),
    ("num_experts", .positiveInteger, .experts), ("experts_per_token", .positiveInteger, .expertsPerToken),
    ("head_dim", .positiveInteger, .headDim), ("num_shared_experts", .positiveInteger, .sharedExperts),
    ("moe_intermediate_size", .positiveInteger, .expertSize), ("active_parameters_billions", .positiveNumber, nil),
    ("attention", .text, nil), ("kv_cache", .object, nil), ("dtype", .text, .dtype),
    ("quantization", .object, .quantizationConfig), ("license", .text, nil), ("hf_revision", .text, nil),
    ("parameters_source", .text, nil),
  ]

  /// The names of all fields, in the order of their raw values.
  static let names = table.map(\.name)

  /// The name in the entry.
  var name: StaticString { EntryField.names[rawValue] }
  /// What its value must be.
  var form: Form { EntryField.table[rawValue].form }
  /// The config field that it is read from.
  var source: Field? { EntryField.table[rawValue].source }

  /// The field of this name.
  static func named(_ name: String) -> EntryField? { allCases.first { $0.name.description == name } }

  /// Members that entries get only when they are asked for.
  static let optional = ["benchmarks", "explain"]

  /// The name of a field that is most like another name.
  static func nearest(to name: String) -> String? { nearestName(to: name, among: allCases.map { $0.name.description }) }

  /// How many fields there are.
  static let count = allCases.count
}
