import JSON

/// Parses JSON from the Hub, which may contain the literals `NaN`, `Infinity` and `-Infinity` that Python writes.
enum LenientJSON {
  /// The document; nil if it is not a JSON object.
  static func object(_ bytes: [UInt8]) -> JSONDocument? {
    guard let document = try? JSONDocument(bytes, options: .pythonLiterals), document.withRoot({ $0.isObject }) else {
      return nil
    }
    return document
  }
}
