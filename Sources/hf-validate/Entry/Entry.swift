import JSON
import ModelSpec

/// The fields of an entry, found in one pass over its members. One object is reused for all entries, so that reading an
/// entry does not allocate memory.
final class Entry {
  /// The fields that the entry has.
  private(set) var present: FieldSet = []
  /// Whether the entry has a key that is not the name of a field, or its `kv_cache`, `quantization` or `overrides` has
  /// one that is neither a field's name nor the name of a field's member.
  private(set) var hasOtherKeys = false
  /// The values of the present fields, by the field's raw value. This is not an array, because each access to one has a
  /// bounds check and reference counting.
  private let values = UnsafeMutablePointer<JSONElement>.allocate(capacity: EntryField.count)
  private let known = Entry.known

  deinit { values.deallocate() }

  private static let known = KnownKeys(EntryField.inOrder.map { ($0.name, $0) })

  /// Reads the fields of an object. Of a duplicate key, the last value is used.
  func read(_ object: JSONElement) {
    var found: FieldSet = []
    hasOtherKeys = false
    for (key, value) in object.members {
      guard let field = known.value(ofKey: key) else {
        hasOtherKeys = true
        continue
      }
      found.insert(field)
      (values + field.rawValue).initialize(to: value)
    }
    present = found
    if !hasOtherKeys {
      hasOtherKeys = hasOtherMembers(.kvCache) || hasOtherMembers(.quantization) || hasOtherMembers(.overrides)
    }
  }

  /// Whether the object in a field has a key that is neither a field's name nor the name of a field's member.
  private func hasOtherMembers(_ field: EntryField) -> Bool {
    self[field]?.members.contains { MistypedKeys.known.value(ofKey: $0.key) == nil } ?? false
  }

  /// Treats fields as absent, so that no rule reads their values.
  func markAbsent(_ fields: FieldSet) { present.subtract(fields) }

  /// The value of a field, or nil when the entry does not have it.
  @inline(__always)
  subscript(field: EntryField) -> JSONElement? { present.contains(field) ? values[field.rawValue] : nil }

  /// The integer in a field; nil when the field is absent or has another type.
  func int(_ field: EntryField) -> Int? { self[field]?.int }

  /// The string in a field; nil when the field is absent or has another type.
  func string(_ field: EntryField) -> String? { self[field]?.string }

  /// Whether the entry describes a mixture of experts.
  var isMixtureOfExperts: Bool { self[.architecture]?.equals(Architecture.moe.label) ?? false }

  /// Whether the entry is `custom`, the template for a user's own model. Warnings of rules do not apply to it.
  var isTemplate: Bool { self[.id]?.equals(EntryID.custom) ?? false }
}
