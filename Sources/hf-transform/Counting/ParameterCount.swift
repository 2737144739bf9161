import ModelSpec

/// The number of parameters of a model, and its source.
struct ParameterCount {
  /// A correction of the source's number.
  enum Correction {
    /// Elements that are not parameters were subtracted.
    case less(Int, of: [SurplusCause])
    /// Elements in the headers that are not parameters were left out.
    case without(String)
    /// Packed elements were counted as the weights that they hold.
    case unpacked
    /// The config's count is reported, because the Hub counts packed elements: their number, and the bits of a weight
    /// in them, nil if unknown.
    case packed(Int, bits: Double?)

    /// The correction in words.
    var text: String {
      switch self {
      case .less(let number, let causes): "less \(number) of \(causes.text)"
      case .without(let causes): "without \(causes)"
      case .unpacked: "unpacked"
      case .packed(let elements, let bits):
        "where the Hub counts \(elements) elements, "
          + (bits.map { "which hold weights of \($0.text) bits" } ?? "each with several weights")
      }
    }
  }

  let value: Count
  let source: ParametersSource
  /// The correction of the source's number, if any.
  var correction: Correction?
}

extension Double {
  /// The number in decimal, a whole one without `.0`: `4`, or `4.65`.
  var text: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
