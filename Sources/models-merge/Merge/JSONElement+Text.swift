import JSON

extension JSONElement {
  /// The value as compact JSON.
  var compactText: String {
    let buffer = ByteBuffer(capacity: 64)
    buffer.element(self)
    return buffer.text
  }

  /// The value for people: `method=awq, bits=4` for an object, compact JSON for any other value.
  var readableText: String {
    guard isObject, count > 0 else { return compactText }
    return members.map { "\($0.string ?? "")=\($1.string ?? $1.compactText)" }.joined(separator: ", ")
  }
}
