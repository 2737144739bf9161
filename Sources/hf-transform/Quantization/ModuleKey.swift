/// A module's name, in the form in which its settings are looked up.
struct ModuleKey {
  /// The name without the prefixes of wrappers, and with `*` for each part that is a number.
  let text: String
  /// These numbers, in order.
  let numbers: [Int]

  /// The names of modules that contain a language model. They can precede a module's name in the config and not in the
  /// checkpoint, or the other way round, so they are ignored.
  private static let wrappers: Set<Substring> = [
    "model", "language_model", "text_model", "transformer", "module", "base_model", "llm", "thinker", "backbone",
  ]

  /// Makes the key of a module with this dotted name.
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

  /// The names to look up for a module, the longest first: its name without the prefixes of wrappers, then the endings
  /// of that which have at least two parts and do not start with a number.
  ///
  /// - Parameter module: the dotted parts of the module's name, with `*` for numbers.
  static func suffixes(of module: [Substring]) -> [ArraySlice<Substring>] {
    let whole = withoutWrappers(module[...])
    let shorter = whole.indices.dropFirst().map { whole[$0...] }.filter { $0.count >= 2 && $0.first != "*" }
    return [whole] + shorter
  }

  private static func withoutWrappers(_ parts: ArraySlice<Substring>) -> ArraySlice<Substring> {
    let rest = parts.drop { wrappers.contains($0) }
    return rest.isEmpty ? parts : rest
  }

  /// The number that a part is; nil for other text, and for a number with a leading zero.
  private static func number(_ part: Substring) -> Int? {
    guard let first = part.utf8.first, part.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return part.utf8.count == 1 || first != 48 ? Int(part) : nil
  }
}
