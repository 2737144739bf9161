/// A range of parameter counts, the value of `--parameters`: `6B:128B`, `:8B`, `500M:`.
struct ParameterRange: Equatable, Sendable {
  /// The value of `num_parameters` in the Hub's API: `min:6B,max:128B`.
  let query: String

  /// Parses a range. nil if both limits are missing, one is not a number, optionally followed by K, M, B or T, or the
  /// minimum is larger than the maximum.
  init?(_ text: String) {
    let limits = text.split(separator: ":", omittingEmptySubsequences: false)
    guard limits.count == 2, limits.contains(where: { !$0.isEmpty }),
      limits.allSatisfy({ $0.isEmpty || ParameterRange.isCount($0) }),
      limits.contains(where: \.isEmpty) || ParameterRange.count(limits[0]) <= ParameterRange.count(limits[1])
    else { return nil }
    query = zip(["min", "max"], limits).filter { !$1.isEmpty }.map { "\($0):\($1.uppercased())" }.joined(separator: ",")
  }

  /// The number of parameters that a limit states.
  private static func count(_ text: Substring) -> Double {
    let factors = ["K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12]
    guard let factor = factors[text.suffix(1).uppercased()] else { return Double(text) ?? 0 }
    return (Double(text.dropLast()) ?? 0) * factor
  }

  private static func isCount(_ text: Substring) -> Bool {
    let digits = "KMBT".contains(text.last?.uppercased() ?? "") ? text.dropLast() : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return digits.count <= 20 && (1...2).contains(parts.count)
      && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber } }
  }
}
