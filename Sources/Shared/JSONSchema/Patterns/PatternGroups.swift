/// The groups of a pattern, in the order of their opening parentheses.
struct PatternGroups {
  /// By group: its name, where it has one.
  private(set) var names: [String?] = []

  init(_ syntax: PatternSyntax) { collect(syntax) }

  /// The groups with the name or number of a back reference.
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
