import JSON

extension JSONElement {
  /// The value as compact JSON.
  var compactText: String {
    let buffer = ByteBuffer(capacity: 64)
    buffer.element(self)
    return buffer.text
  }

  /// The value for people: the members of an object with commas between them, without quotes and braces.
  var readableText: String {
    guard isObject, count > 0 else { return compactText }
    return members.map { "\($0.string ?? "")=\($1.string ?? $1.compactText)" }.joined(separator: ", ")
  }
}
