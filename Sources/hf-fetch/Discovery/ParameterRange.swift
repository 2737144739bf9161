/// A range of parameter counts, the value of `--parameters`: `6B:128B`, `:8B`, `500M:`.
struct ParameterRange: Equatable, Sendable {
  /// The value of `num_parameters` in the Hub's API: `min:6B,max:128B`.
  let query: String

  /// Parses a range. nil if both limits are missing, or one is not a number, optionally followed by K, M, B or T.
  init?(_ text: String) {
    let limits = text.split(separator: ":", omittingEmptySubsequences: false)
    guard limits.count == 2, limits.contains(where: { !$0.isEmpty }),
      limits.allSatisfy({ $0.isEmpty || ParameterRange.isCount($0) })
    else { return nil }
    query = zip(["min", "max"], limits).filter { !$1.isEmpty }.map { "\($0):\($1.uppercased())" }.joined(separator: ",")
  }

  private static func isCount(_ text: Substring) -> Bool {
    let digits = "KMBT".contains(text.last?.uppercased() ?? "") ? text.dropLast() : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return digits.count <= 20 && (1...2).contains(parts.count)
      && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber } }
  }
}
