/// A range of parameter counts, as `--parameters` states it: `6B:128B`, `:8B`, `500M:`.
struct ParameterRange: Equatable, Sendable {
  /// What the Hub takes as `num_parameters`: `min:6B,max:128B`.
  let query: String

  /// Reads a range; nil when a bound is not a number with K, M, B or T, or both are missing.
  init?(_ text: String) {
    let bounds = text.split(separator: ":", omittingEmptySubsequences: false)
    guard bounds.count == 2, bounds.contains(where: { !$0.isEmpty }),
      bounds.allSatisfy({ $0.isEmpty || ParameterRange.isCount($0) })
    else { return nil }
    query = zip(["min", "max"], bounds).filter { !$1.isEmpty }.map { "\($0):\($1.uppercased())" }.joined(separator: ",")
  }

  private static func isCount(_ text: Substring) -> Bool {
    let digits = "KMBT".contains(text.last?.uppercased() ?? "") ? text.dropLast() : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return digits.count <= 20 && (1...2).contains(parts.count)
      && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber } }
  }
}
