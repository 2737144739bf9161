import JSON

/// Documents from outside, parsed leniently where Python wrote them.
enum ParsedDocument {
  /// The document, when it is JSON (Python's literals included) and an object.
  static func object(_ bytes: [UInt8]) -> JSONDocument? {
    guard let document = try? JSONDocument(bytes, options: .pythonLiterals), document.withRoot({ $0.isObject }) else {
      return nil
    }
    return document
  }
}
