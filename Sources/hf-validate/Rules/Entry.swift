import Shared

/// The fields of an entry that rules look at.
enum EntryField: Int, CaseIterable {
  case id, name
  case hfModelID
  case parametersBillions
  case activeParametersBillions
  case hiddenSize
  case numLayers
  case numHeads
  case numKVHeads
  case headDim
  case intermediateSize
  case vocabSize
  case defaultContextLength
  case architecture
  case numExperts
  case expertsPerToken
  case numSharedExperts
  case moeIntermediateSize
  case attention
  case kvCache
  case quantization

  static let count = EntryField.quantization.rawValue + 1

  /// The field's name in an entry.
  var name: String { key.description }

  /// The field's name as a key to compare with.
  var key: StaticString {
    switch self {
    case .id: "id"
    case .name: "name"
    case .hfModelID: "hf_model_id"
    case .parametersBillions: "parameters_billions"
    case .activeParametersBillions: "active_parameters_billions"
    case .hiddenSize: "hidden_size"
    case .numLayers: "num_layers"
    case .numHeads: "num_heads"
    case .numKVHeads: "num_kv_heads"
    case .headDim: "head_dim"
    case .intermediateSize: "intermediate_size"
    case .vocabSize: "vocab_size"
    case .defaultContextLength: "default_context_length"
    case .numExperts: "num_experts"
    case .expertsPerToken: "experts_per_token"
    case .numSharedExperts: "num_shared_experts"
    case .moeIntermediateSize: "moe_intermediate_size"
    case .kvCache: "kv_cache"
    case .architecture: "architecture"
    case .attention: "attention"
    case .quantization: "quantization"
    }
  }
}

/// A set of fields, a bit each.
struct FieldSet: ExpressibleByArrayLiteral, BitwiseCopyable {
  private var bits: UInt32 = 0

  init(arrayLiteral fields: EntryField...) {
    for field in fields { insert(field) }
  }

  @inline(__always)
  mutating func insert(_ field: EntryField) { bits |= 1 &<< UInt32(truncatingIfNeeded: field.rawValue) }

  @inline(__always)
  func contains(_ field: EntryField) -> Bool { bits & (1 &<< UInt32(truncatingIfNeeded: field.rawValue)) != 0 }

  @inline(__always)
  func isSuperset(of other: FieldSet) -> Bool { other.bits & ~bits == 0 }

  @inline(__always)
  mutating func subtract(_ other: FieldSet) { bits &= ~other.bits }

  @inline(__always)
  func isDisjoint(with other: FieldSet) -> Bool { bits & other.bits == 0 }
}

/// An entry as rules see it: its fields by name, found in one pass over its members. One is reused from entry to entry,
/// so that reading a further one allocates nothing.
final class Entry {
  /// The fields that the entry has.
  private(set) var present: FieldSet = []
  /// By field that is present: its value. Plain memory, since an array would be counted and checked at each access.
  private let values = UnsafeMutablePointer<JSONElement>.allocate(capacity: EntryField.count)
  private let slots = Entry.slotsByHash

  deinit { values.deallocate() }

  /// A place in the hash table of the fields' names.
  private struct Slot: BitwiseCopyable {
    let hash: UInt32
    let name: Table<UInt8>
    let field: EntryField?
  }

  /// At most a third full, so that a key is found, or known to be none of ours, in about one step.
  private static let slotsByHash: Table<Slot> = {
    var slots = Array(repeating: Slot(hash: 0, name: Table([]), field: nil), count: slotCount)
    for field in EntryField.allCases {
      let name = Array(field.name.utf8)
      let hash = JSONElement.hash(ofKey: name)
      var position = Int(hash) & (slotCount - 1)
      while slots[position].field != nil { position = (position + 1) & (slotCount - 1) }
      slots[position] = Slot(hash: hash, name: Table(name), field: field)
    }
    return Table(slots)
  }()
  private static var slotCount: Int { 64 }
  private static var slotMask: Int32 { 63 }

  /// Reads the fields of an object; of a field that is there twice the last one counts.
  func read(_ object: JSONElement) {
    var found: FieldSet = []
    for (key, value) in object.members {
      guard let field = field(of: key) else { continue }
      found.insert(field)
      (values + field.rawValue).initialize(to: value)
    }
    present = found
  }

  /// Takes fields for absent.
  func forget(_ fields: FieldSet) { present.subtract(fields) }

  @inline(__always)
  private func field(of key: JSONElement) -> EntryField? {
    let hash = key.hashOfKey
    var position = Int32(truncatingIfNeeded: hash) & Entry.slotMask
    while let field = slots[position].field {
      if slots[position].hash == hash, key.hasText(slots[position].name.all) { return field }
      position = (position &+ 1) & Entry.slotMask
    }
    return nil
  }

  /// The value of a field, or nil when the entry does not have it.
  @inline(__always)
  subscript(field: EntryField) -> JSONElement? { present.contains(field) ? values[field.rawValue] : nil }

  /// The whole number in a field; nil when it is absent or another kind of value.
  func int(_ field: EntryField) -> Int? { self[field]?.int }

  /// The text of a field.
  func string(_ field: EntryField) -> String? { self[field]?.string }

  /// Whether the entry describes a mixture of experts.
  var isMixtureOfExperts: Bool { self[.architecture]?.equals("moe") ?? false }

  /// Whether the entry is the calculator's template for a person's own model, which describes none that exists.
  var isTemplate: Bool { self[.id]?.equals("custom") ?? false }
}
