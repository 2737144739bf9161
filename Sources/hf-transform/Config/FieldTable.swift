/// A value for each field, without an array's checks: a field's index cannot be out of range.
struct FieldTable<Value> {
  private let storage: UnsafeMutablePointer<Value>

  /// Makes a table that its owner must deallocate.
  init(repeating value: Value) {
    storage = .allocate(capacity: Field.count)
    storage.initialize(repeating: value, count: Field.count)
  }

  subscript(field: Field) -> Value {
    @inline(__always) get { storage[field.rawValue] }
    @inline(__always) nonmutating set { storage[field.rawValue] = newValue }
  }

  /// Gives all fields one value.
  func fill(_ value: Value) { storage.update(repeating: value, count: Field.count) }

  func deallocate() {
    storage.deinitialize(count: Field.count)
    storage.deallocate()
  }
}
