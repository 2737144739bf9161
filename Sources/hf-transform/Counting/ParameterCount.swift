import ModelSpec

/// How many parameters a model has, and who says so.
struct ParameterCount {
  typealias Source = ParametersSource

  /// What was done to the source's own number.
  enum Correction {
    /// What does not count was taken off.
    case less(Int, of: String)
    /// Containers were counted as the values in them.
    case unpacked

    /// It in words.
    var text: String {
      switch self {
      case .less(let number, let cause): "less \(number) of \(cause)"
      case .unpacked: "unpacked"
      }
    }
  }

  let value: Count
  let source: Source
  /// How the source's own number was corrected, if it was.
  var correction: Correction?
}
