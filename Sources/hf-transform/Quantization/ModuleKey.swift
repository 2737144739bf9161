/// A module's name without the prefixes of wrappers, and its numbers.
struct ModuleKey {
  let text: String
  let numbers: [Int]

  /// Prefixes that wrap a language model. A config and its checkpoint may differ in them, so they are ignored.
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

  /// The suffixes of a module's name to look up, longest first. A proper suffix has at least two parts and does not
  /// start with a number.
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
