import JSON
import ModelSpec

/// The value of one field of an entry, before it is written.
enum EntryValue {
  /// The field has no meaning for the model.
  case absent
  case size(Count)
  /// Parameters, which an entry states in billions.
  case billions(Count)
  /// A word that this program writes, such as `mla`.
  case label(StaticString)
  /// A string of the snapshot with its JSON escapes, which are copied.
  case text(UnsafeBufferPointer<UInt8>)
  /// The entry's id or name, which is made from the model's id.
  case id(of: JSONElement)
  case name(of: JSONElement)
  /// The object made from ``DerivedEntry/cache`` or ``DerivedEntry/quantization``.
  case cache, quantization
}

/// All values of a model's entry, by field.
///
/// It is a class, since a struct of this size would be copied for each field.
final class EntryValues {
  let entry: DerivedEntry
  let snapshot: Snapshot
  let config: ModelConfig
  /// Whether the number of parameters is overridden.
  let isCountStated: Bool

  init(entry: consuming DerivedEntry, snapshot: Snapshot, config: ModelConfig, isCountStated: Bool) {
    self.entry = entry
    self.snapshot = snapshot
    self.config = config
    self.isCountStated = isCountStated
  }

  /// The value of a field, without overrides.
  @inline(__always)
  func value(of field: EntryField) -> EntryValue {
    switch field {
    case .id: snapshot.modelID.map { .id(of: $0) } ?? .absent
    case .name: snapshot.modelID.map { .name(of: $0) } ?? .absent
    case .hfModelID: EntryValues.present(snapshot.modelID?.content) { .text($0) }
    case .parametersBillions: entry.parameters.value > 0 ? .billions(entry.parameters.value) : .absent
    case .architecture: .label((entry.isMixture ? Architecture.moe : .transformer).label)
    case .modality: .label("text")
    case .activeParametersBillions: entry.activeParameters > 0 ? .billions(entry.activeParameters) : .absent
    case .attention: .label(entry.attention.label)
    case .kvCache: .cache
    case .dtype: config.dtype.map { .label($0) } ?? .absent
    case .quantization: entry.quantization == nil ? .absent : .quantization
    case .license: EntryValues.present(snapshot.license) { .text($0) }
    case .hfRevision: EntryValues.present(snapshot.revision?.content) { .text($0) }
    case .parametersSource: .label((isCountStated ? ParametersSource.override : entry.parameters.source).label)
    // ``EntryWriter`` has these.
    case .overrides, .benchmarks: .absent
    default: size(of: field)
    }
  }

  /// A computed size, or one that is copied from the config.
  private func size(of field: EntryField) -> EntryValue {
    var size = entry.size(of: field)
    if size == nil, let configField = field.configField { size = try? config.count(configField) }
    guard let size, size > 0 else { return .absent }
    return .size(size)
  }

  @inline(__always)
  private static func present(
    _ text: UnsafeBufferPointer<UInt8>?, _ value: (UnsafeBufferPointer<UInt8>) -> EntryValue
  ) -> EntryValue {
    guard let text, text.count > 0 else { return .absent }
    return value(text)
  }
}

extension DerivedEntry {
  /// The size in a field, 0 if it does not apply to the model; nil for a field that is not one of this type's sizes.
  func size(of field: EntryField) -> Count? {
    switch field {
    case .hiddenSize: hiddenSize
    case .numLayers: layers
    case .numHeads: heads
    case .defaultContextLength: context
    case .numKVHeads: keyValueHeads
    case .intermediateSize: intermediateSize
    case .vocabSize: vocabulary
    case .numExperts: experts
    case .expertsPerToken: expertsPerToken
    case .headDim: headDim
    case .numSharedExperts: sharedExperts
    case .moeIntermediateSize: expertSize
    case .weightsBytes: weightsBytes
    default: nil
    }
  }
}
