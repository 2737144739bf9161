import ModelSpec

/// How many parameters a model has, and who says so.
struct ParameterCount {
  typealias Source = ParametersSource

  /// What was done to the source's own number.
  enum Correction {
    /// What does not count was taken off.
    case less(Int, of: String)
    /// What the headers list beside parameters was left out, by its causes.
    case without(String)
    /// Elements that hold several weights were counted as the weights in them.
    case unpacked
    /// The Hub counts elements that hold several weights each.
    case packed(Int, bits: Double?)

    /// It in words.
    var text: String {
      switch self {
      case .less(let number, let cause): "less \(number) of \(cause)"
      case .without(let causes): "without \(causes)"
      case .unpacked: "unpacked"
      case .packed(let elements, let bits):
        "where the Hub counts \(elements) elements that pack \(bits.map { "\($0.text) bits each" } ?? "several weights each")"
      }
    }
  }

  let value: Count
  let source: Source
  /// How the source's own number was corrected, if it was.
  var correction: Correction?
}

extension Double {
  /// The number as people write it: 4, or 4.65.
  fileprivate var text: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
