extension ByteBuffer {
  /// The JSON text of an object whose members `write` writes. `capacity` is the initial size of the buffer, in bytes.
  public static func object(capacity: Int = 256, _ write: (ByteBuffer) -> Void) -> String {
    let output = ByteBuffer(capacity: capacity)
    output.beginObject()
    write(output)
    output.endObject()
    return output.text
  }
}

/// Writes members of an object: a key, which must need no escapes, and its value. A member whose value is nil is left
/// out.
extension ByteBuffer {
  /// Writes a member whose value is a string.
  public func member(_ key: StaticString, _ text: String?) {
    guard let text else { return }
    self.key(key)
    string(text)
  }

  /// Writes a member whose value is an integer.
  public func member(_ key: StaticString, _ number: Int?) {
    guard let number else { return }
    self.key(key)
    integer(number)
  }

  /// Writes a member whose value is true or false.
  public func member(_ key: StaticString, _ flag: Bool) {
    self.key(key)
    bool(flag)
  }

  /// Writes a member whose value is a parsed value, as ``element(_:)`` writes it.
  public func member(_ key: StaticString, _ value: JSONElement?) {
    guard let value else { return }
    self.key(key)
    element(value)
  }

  /// Writes a member whose value is JSON text, unchanged.
  public func member(_ key: StaticString, raw json: String?) {
    guard let json else { return }
    self.key(key)
    raw(json)
  }

  /// Writes a member whose value is a list of strings.
  public func member(_ key: StaticString, _ texts: [String]) {
    beginArray(key)
    for text in texts { string(text) }
    endArray()
  }

  /// Writes members of a parsed object, as ``element(_:)`` writes them.
  public func members(_ members: some Sequence<(key: JSONElement, value: JSONElement)>) {
    for (key, value) in members {
      separate()
      append(key.source)
      append(UInt8(ascii: ":"))
      element(value)
    }
  }

  /// Opens an object that is a member's value.
  public func beginObject(_ key: StaticString) {
    self.key(key)
    beginObject()
  }

  /// Opens an array that is a member's value.
  public func beginArray(_ key: StaticString) {
    self.key(key)
    beginArray()
  }
}
