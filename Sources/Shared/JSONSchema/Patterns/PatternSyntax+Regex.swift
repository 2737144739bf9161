extension PatternSyntax {
  /// The expression in the notation of the toolchain's `Regex`: everything that the two read differently (line ends,
  /// classes of ASCII, anchors) is spelled out.
  func regexSource() -> String {
    switch self {
    case .empty: "(?:)"
    case .characters(let set): set.regexSource
    case .sequence(let terms): terms.map { $0.regexSource() }.joined()
    case .alternatives(let terms): "(?:" + terms.map { $0.regexSource() }.joined(separator: "|") + ")"
    case .repetition(let term, let minimum, let maximum, let isLazy):
      "(?:\(term.regexSource()))" + PatternSyntax.quantifier(minimum, maximum) + (isLazy ? "?" : "")
    case .group(let term, let name): (name.map { "(?<\($0)>" } ?? "(") + term.regexSource() + ")"
    case .backreference(let group): Int(group) != nil ? "(?:\\\(group))" : "\\k<\(group)>"
    case .look(let term, let isBehind, let isNegated):
      "(?" + (isBehind ? "<" : "") + (isNegated ? "!" : "=") + term.regexSource() + ")"
    case .start: "\\A"
    case .end: "\\z"
    case .wordBoundary(let isNegated): isNegated ? "\\B" : "\\b"
    }
  }

  private static func quantifier(_ minimum: Int, _ maximum: Int?) -> String {
    switch (minimum, maximum) {
    case (0, nil): "*"
    case (1, nil): "+"
    case (0, 1): "?"
    case (let minimum, nil): "{\(minimum),}"
    case (let minimum, let maximum?): "{\(minimum),\(maximum)}"
    }
  }
}

extension CharacterSet {
  fileprivate var regexSource: String {
    var members = ranges.compactMap(CharacterSet.regexRange).joined()
    members += properties.map { "\\\($0.isNegated ? "P" : "p"){\($0.name)}" }.joined()
    // An empty class is nothing in ECMA-262 (and its opposite anything), but an error here.
    if members.isEmpty { return isNegated ? "[\\u{0}-\\u{10FFFF}]" : "(?!)" }
    return "[" + (isNegated ? "^" : "") + members + "]"
  }

  /// A range without the surrogates, which no text holds.
  private static func regexRange(_ range: ClosedRange<UInt32>) -> String? {
    func escape(_ value: UInt32) -> String { "\\u{" + String(value, radix: 16) + "}" }
    let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
    var pieces: [String] = []
    for piece in [(range.lowerBound, min(range.upperBound, 0xD7FF)), (max(range.lowerBound, 0xE000), range.upperBound)]
    {
      guard piece.0 <= piece.1, !surrogates.contains(piece.0), !surrogates.contains(piece.1) else { continue }
      pieces.append(piece.0 == piece.1 ? escape(piece.0) : escape(piece.0) + "-" + escape(piece.1))
    }
    return pieces.isEmpty ? nil : pieces.joined()
  }
}
