import JSON

/// The size that a model's name states, as in `Llama-3.1-8B`, `8x7B`, `1_6b` or `350m`.
///
/// A last resort: such a size is rounded, and for `8x7B` too large, because experts share the attention layers. The
/// largest size in the name is used, because smaller ones are of active parameters or drafts. `A22B` in `235B-A22B` is
/// not read, because it starts with a letter.
enum NameGuess {
  /// The parameters that a name states, or nil.
  static func parameters(in name: String) -> Count? {
    let parts = name.lowercased().split { "-/ ".contains($0) }
    return parts.compactMap { size(of: String($0)) }.max()
  }

  private static func size(of part: String) -> Count? {
    guard let unit = part.last, let scale = scales[unit] else { return nil }
    var factors: [Double] = []
    for factor in part.dropLast().split(separator: "x", omittingEmptySubsequences: false) {
      let text = factor.split(separator: "_").joined(separator: ".")
      guard text.allSatisfy({ $0.isNumber || $0 == "." }), let value = Double(text), value > 0 else { return nil }
      factors.append(value)
    }
    let product = factors.reduce(scale, *)
    return product >= 1 && product < 1e15 ? Int(truncating: product).map { Count($0) } : nil
  }

  private static let scales: [Character: Double] = ["m": 1e6, "b": 1e9, "t": 1e12]
}
