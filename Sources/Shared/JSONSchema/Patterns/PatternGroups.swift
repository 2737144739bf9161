/// The capturing groups of a pattern, in the order of their opening parentheses. Their indices start at 0.
struct PatternGroups {
  /// By group: its name; nil if it has none.
  private(set) var names: [String?] = []

  init(_ syntax: PatternSyntax) { collect(syntax) }

  /// The indices of the groups that a back reference names, by name or by number from 1; empty if there are none.
  func numbers(of reference: String) -> [Int] {
    if let number = Int(reference) { return names.indices.contains(number - 1) ? [number - 1] : [] }
    return names.indices.filter { names[$0] == reference }
  }

  private mutating func collect(_ syntax: PatternSyntax) {
    switch syntax {
    case .group(let term, let name):
      names.append(name)
      collect(term)
    case .sequence(let terms), .alternatives(let terms): for term in terms { collect(term) }
    case .repetition(let term, _, _, _), .look(let term, _, _, _): collect(term)
    case .empty, .characters, .backreference, .start, .end, .wordBoundary: return
    }
  }
}
