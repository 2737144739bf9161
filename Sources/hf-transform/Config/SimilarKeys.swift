import CommandLineTool
import JSON

/// Finds keys of a config that no family reads and that may be meant for a missing field: they have words in common
/// with a key of the field, no other field has a more similar key, and the value is in the field's range.
struct SimilarKeys {
  /// The maximum number of keys for a field.
  private static let most = 3
  /// The minimum likeness of two names: half of their words are common.
  private static let leastLikeness = 0.5

  private let unread: [UnreadKeys.Member]

  /// Takes the keys of a config.json that no family reads; none of a GGUF header.
  init(_ config: ModelConfig) { unread = config.sizesFile == .gguf ? [] : config.unreadKeys().unknown }

  /// The unread keys that may be meant for a field, the most similar first.
  func keys(for field: ConfigField) -> [UnreadKeys.Member] {
    let range = FieldAliases.ranges[field.rawValue]
    let candidates = unread.filter { $0.value.int.map(range.contains) ?? false }
    let measured = candidates.compactMap { member in
      SimilarKeys.likeness(of: member.key.string ?? "", to: field).map { (member: member, likeness: $0) }
    }
    return measured.sorted { $0.likeness > $1.likeness }.prefix(SimilarKeys.most).map(\.member)
  }

  /// The likeness of a key to the most similar key of a field, from 0 to 1; nil when it is below ``leastLikeness``, or
  /// another field has a more similar key.
  private static func likeness(of key: String, to field: ConfigField) -> Double? {
    let name = KeyName(key)
    var (here, elsewhere) = (0.0, 0.0)
    for row in names {
      let likeness = row.name.likeness(to: name)
      if row.field == field { here = max(here, likeness) } else { elsewhere = max(elsewhere, likeness) }
    }
    return here >= leastLikeness && here >= elsewhere ? here : nil
  }

  /// The names of all keys of all fields.
  private static let names: [(field: ConfigField, name: KeyName)] = FieldAliases.table.flatMap { alias in
    alias.keys.map { (alias.field, KeyName($0.description)) }
  }
}

/// The words of a key that say what it is about: `hidden` and `layer` for `num_hidden_layers`.
private struct KeyName {
  /// Words that say how something is counted, not what.
  private static let general: Set<String> = [
    "config", "count", "length", "model", "n", "num", "number", "of", "total",
  ]
  /// Words for how wide something is. They distinguish `head_dim` from `num_heads`, and say nothing by themselves.
  private static let ofWidth: Set<String> = ["dim", "size", "width"]
  /// The word that replaces each of these.
  private static let width = "dim"
  /// The minimum length of words that may differ in one letter.
  private static let leastForTypos = 4

  private let words: [String]
  /// All letters and digits, to compare with names that leave out the separators.
  private let letters: String

  /// Takes a key, or the last part of a dotted path.
  init(_ key: String) {
    let parts = KeyName.parts(of: key.prefix(128).split(separator: ".").last.map(String.init) ?? "")
    letters = parts.joined()
    words = parts.map { $0.count > 3 && $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
      .filter { !KeyName.general.contains($0) }
      .map { KeyName.ofWidth.contains($0) ? KeyName.width : $0 }
  }

  /// The parts of a key in lower case. A part ends at a character other than a letter or digit, or before a capital
  /// after a lower-case letter.
  private static func parts(of key: String) -> [String] {
    var parts = [""]
    var wasLower = false
    for character in key {
      guard character.isLetter || character.isNumber else {
        parts.append("")
        continue
      }
      if character.isUppercase, wasLower { parts.append("") }
      wasLower = character.isLowercase
      parts[parts.count - 1] += character.lowercased()
    }
    return parts.filter { !$0.isEmpty }
  }

  /// The share of the words of both names that are common to them, from 0 to 1. It is 0 if only a word for width is
  /// common and the names have other words.
  func likeness(to other: KeyName) -> Double {
    if letters == other.letters { return 1 }
    let common = words.filter { word in other.words.contains { KeyName.areAlike(word, $0) } }
    let sayMore = common.contains { $0 != KeyName.width } || words == other.words
    return common.isEmpty || !sayMore ? 0 : Double(2 * common.count) / Double(words.count + other.words.count)
  }

  /// Whether two words are equal, or one is shortened or mistyped: `embed` and `embedding`, `hidden` and `hiden`.
  private static func areAlike(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    guard short.count >= 3 else { return false }
    return long.hasPrefix(short) || short.count >= leastForTypos && editDistance(a, b) == 1
  }
}
