/// A range of parameter counts, the value of `--parameters`: `6B:128B`, `:8B`, `500M:`.
struct ParameterRange: Equatable, Sendable {
  /// The value of `num_parameters` in the Hub's API: `min:6B,max:128B`.
  let query: String

  /// Parses a range. nil if both limits are missing, one is not a number, optionally followed by K, M, B or T, or the
  /// minimum is larger than the maximum.
  init?(_ text: String) {
    let limits = text.split(separator: ":", omittingEmptySubsequences: false)
    guard limits.count == 2, limits.contains(where: { !$0.isEmpty }),
      let minimum = limits[0].isEmpty ? 0 : ParameterRange.count(limits[0]),
      let maximum = limits[1].isEmpty ? .infinity : ParameterRange.count(limits[1]), minimum <= maximum
    else { return nil }
    query = zip(["min", "max"], limits).filter { !$1.isEmpty }.map { "\($0):\($1.uppercased())" }.joined(separator: ",")
  }

  /// The number of parameters that a limit states; nil if it is not a number, optionally followed by K, M, B or T.
  private static func count(_ text: Substring) -> Double? {
    let factor = ["K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12][text.suffix(1).uppercased()]
    let number = factor == nil ? text : text.dropLast()
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard number.utf8.count <= 20, (1...2).contains(parts.count),
      parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    return Double(number).map { $0 * (factor ?? 1) }
  }
}
