import JSON

/// The capturing groups of a pattern, in the order of their opening parentheses. Their indices start at 0.
struct PatternGroups {
  /// By group: its name; nil if it has none.
  private(set) var names: [String?] = []

  init(_ syntax: PatternSyntax) { collect(syntax) }

  /// The indices of the groups that a back reference names, by name or by number from 1; empty if there are none.
  func numbers(of reference: String) -> [Int] {
    if let number = Int(reference) { return names.indices.contains(number - 1) ? [number - 1] : [] }
    return names.indices.filter { names[$0].map(ExactString.init) == ExactString(reference) }
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

extension PatternSyntax {
  /// Checks that groups with the same name are in different alternatives, as ECMA-262 requires. So at most one of them
  /// takes part in a match.
  ///
  /// - Returns: the names of the groups.
  /// - Throws: ``PatternError`` when two other groups have the same name.
  @discardableResult
  func checkGroupNames() throws(PatternError) -> Set<ExactString> {
    switch self {
    case .empty, .characters, .backreference, .start, .end, .wordBoundary: return []
    case .repetition(let term, _, _, _), .look(let term, _, _, _), .group(let term, name: nil):
      return try term.checkGroupNames()
    case .group(let term, let name?):
      var names = try term.checkGroupNames()
      try PatternSyntax.add([ExactString(name)], to: &names, areAlternatives: false)
      return names
    case .sequence(let terms): return try PatternSyntax.groupNames(in: terms, areAlternatives: false)
    case .alternatives(let terms): return try PatternSyntax.groupNames(in: terms, areAlternatives: true)
    }
  }

  private static func groupNames(
    in terms: [PatternSyntax], areAlternatives: Bool
  ) throws(PatternError) -> Set<ExactString> {
    var names: Set<ExactString> = []
    for term in terms { try add(try term.checkGroupNames(), to: &names, areAlternatives: areAlternatives) }
    return names
  }

  /// Adds names to others; the smaller set is added to the larger one, so that many nested groups take little time.
  private static func add(
    _ more: consuming Set<ExactString>, to names: inout Set<ExactString>, areAlternatives: Bool
  ) throws(PatternError) {
    if more.count > names.count { swap(&more, &names) }
    for name in more where !names.insert(name).inserted && !areAlternatives {
      throw PatternError(
        message: "two groups outside of different alternatives have the name '\(name.text)'",
        hint: "give each group a different name")
    }
  }
}
