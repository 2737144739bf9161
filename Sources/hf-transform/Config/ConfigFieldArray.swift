/// An array with a value for each field, without bounds checks: a field's raw value is always in range.
struct ConfigFieldArray<Value> {
  private let storage: UnsafeMutablePointer<Value>

  /// Makes an array; its owner must deallocate it.
  init(repeating value: Value) {
    storage = .allocate(capacity: ConfigField.count)
    storage.initialize(repeating: value, count: ConfigField.count)
  }

  subscript(field: ConfigField) -> Value {
    @inline(__always) get { storage[field.rawValue] }
    @inline(__always) nonmutating set { storage[field.rawValue] = newValue }
  }

  /// Sets all fields to one value.
  func fill(_ value: Value) { storage.update(repeating: value, count: ConfigField.count) }

  /// Frees the memory; the array must not be used after that.
  func deallocate() {
    storage.deinitialize(count: ConfigField.count)
    storage.deallocate()
  }
}
