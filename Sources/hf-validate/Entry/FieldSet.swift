import ModelSpec

/// A set of fields, with one bit per field.
struct FieldSet: ExpressibleByArrayLiteral, BitwiseCopyable {
  private var bits: UInt64 = 0

  init(arrayLiteral fields: EntryField...) {
    for field in fields { insert(field) }
  }

  @inline(__always)
  mutating func insert(_ field: EntryField) { bits |= 1 &<< UInt64(truncatingIfNeeded: field.rawValue) }

  @inline(__always)
  func contains(_ field: EntryField) -> Bool { bits & (1 &<< UInt64(truncatingIfNeeded: field.rawValue)) != 0 }

  @inline(__always)
  func isSuperset(of other: FieldSet) -> Bool { other.bits & ~bits == 0 }

  @inline(__always)
  mutating func subtract(_ other: FieldSet) { bits &= ~other.bits }

  @inline(__always)
  func isDisjoint(with other: FieldSet) -> Bool { bits & other.bits == 0 }
}
