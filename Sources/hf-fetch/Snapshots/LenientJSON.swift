import JSON

/// Parses documents from outside, which may have Python's literals. Only here does hf-fetch accept more
/// than JSON.
enum LenientJSON {
  /// The document; nil when it is not a JSON object. `NaN` and `Infinity`, which Python writes, are accepted.
  static func object(_ bytes: [UInt8]) -> JSONDocument? {
    guard let document = try? JSONDocument(bytes, options: .pythonLiterals), document.withRoot({ $0.isObject }) else {
      return nil
    }
    return document
  }
}
