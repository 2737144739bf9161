import Shared

/// Why a regular expression cannot be used.
struct PatternError: Error {
  let message: String
  var hint: String?
}

/// A regular expression of ECMA-262, as `pattern` takes it: it matches where it is found anywhere in the text.
struct Pattern: @unchecked Sendable {
  /// The expression as the schema has it.
  let source: String
  private let expression: Regex<AnyRegexOutput>

  /// Compiles an expression.
  ///
  /// - Throws: ``PatternError`` when it is none, or says what the toolchain's regular expressions cannot.
  init(_ source: String) throws(PatternError) {
    self.source = source
    do { expression = try Regex(source).matchingSemantics(.unicodeScalar) } catch {
      throw PatternError(message: "\(error)")
    }
  }

  /// Whether the expression matches somewhere in a text.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    (try? expression.firstMatch(in: String(decoding: text, as: UTF8.self))) != nil
  }
}
