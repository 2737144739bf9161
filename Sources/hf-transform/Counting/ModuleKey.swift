/// A module's name without the wrappers before it, and apart from its numbers.
struct ModuleKey {
  let text: String
  let numbers: [Int]

  /// Names of modules that wrap a language model: configs and checkpoints disagree on which of them a name has.
  private static let wrappers: Set<Substring> = [
    "model", "language_model", "text_model", "transformer", "module", "base_model", "llm", "thinker", "backbone",
  ]

  init(_ name: String) {
    var numbers: [Int] = []
    let parts = ModuleKey.withoutWrappers(name.split(separator: ".")[...])
    let text = parts.map { part -> Substring in
      guard let number = ModuleKey.number(part) else { return part }
      numbers.append(number)
      return "*"
    }
    self.text = text.joined(separator: ".")
    self.numbers = numbers
  }

  /// The endings of a module's name that a key can have: the longest first, at least two parts unless it is all.
  static func suffixes(of module: [Substring]) -> [ArraySlice<Substring>] {
    let whole = withoutWrappers(module[...])
    let shorter = whole.indices.dropFirst().map { whole[$0...] }.filter { $0.count >= 2 && $0.first != "*" }
    return [whole] + shorter
  }

  private static func withoutWrappers(_ parts: ArraySlice<Substring>) -> ArraySlice<Substring> {
    let rest = parts.drop { wrappers.contains($0) }
    return rest.isEmpty ? parts : rest
  }

  private static func number(_ part: Substring) -> Int? {
    guard let first = part.utf8.first, part.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return part.utf8.count == 1 || first != 48 ? Int(part) : nil
  }
}
