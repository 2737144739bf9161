import Shared

/// Which field a config key belongs to: a hash table over the keys of ``FieldAliases`` and ``TextBackbones``, made once.
///
/// The tape already holds a hash of every key, so that finding a key's field costs one probe and one comparison.
struct KeyTable: Sendable {
  /// What a key means.
  enum Meaning: Sendable {
    /// The value of a field; lower ranks win.
    case field(Field, rank: UInt8)
    /// An object whose members are read in this scope, such as `attn_config`.
    case group(scope: UInt8)
    /// A nested language model's config; lower ranks win.
    case backbone(rank: UInt8)
    /// A sign that the model is not for text alone.
    case otherModality
  }

  private struct Entry: Sendable {
    let scope: UInt8
    let text: LiteralText
    let meaning: Meaning
  }

  static let shared = KeyTable()
  /// The scope of the config's own keys.
  static let topLevel: UInt8 = 0

  private var entries: [Entry] = []
  private var slots = [UInt16](repeating: .max, count: 1024)
  private var scopeCount: UInt8 = 1

  private init() {
    for alias in FieldAliases.table {
      for (rank, key) in alias.keys.enumerated() {
        add(LiteralText(key), .field(alias.field, rank: UInt8(clamping: rank + 1)))
      }
    }
    for (rank, key) in TextBackbones.keys.enumerated() {
      insert(LiteralText(key), KeyTable.topLevel, .backbone(rank: UInt8(clamping: rank)))
    }
    for key in OtherModalities.keys { insert(LiteralText(key), KeyTable.topLevel, .otherModality) }
  }

  /// What a key means in a scope, or nil when it is not known there.
  @inline(__always)
  func meaning(of key: JSONElement, in scope: UInt8) -> Meaning? {
    var slot = KeyTable.slot(key.contentHash, scope)
    while true {
      let index = slots[slot]
      guard index != .max else { return nil }
      let entry = entries[Int(index)]
      if entry.scope == scope, entry.text.equals(key.content) { return entry.meaning }
      slot = (slot + 1) & 1023
    }
  }

  private mutating func add(_ path: LiteralText, _ meaning: Meaning) {
    guard let (group, key) = path.split(at: UInt8(ascii: ".")) else {
      return insert(path, KeyTable.topLevel, meaning)
    }
    insert(key, scope(of: group), meaning)
  }

  private mutating func scope(of group: LiteralText) -> UInt8 {
    let known = entries.first { $0.scope == KeyTable.topLevel && $0.text == group }
    if let known, case .group(let scope) = known.meaning { return scope }
    defer { scopeCount += 1 }
    insert(group, KeyTable.topLevel, .group(scope: scopeCount))
    return scopeCount
  }

  private mutating func insert(_ key: LiteralText, _ scope: UInt8, _ meaning: Meaning) {
    var slot = KeyTable.slot(key.hash, scope)
    while slots[slot] != .max { slot = (slot + 1) & 1023 }
    slots[slot] = UInt16(entries.count)
    entries.append(Entry(scope: scope, text: key, meaning: meaning))
  }

  @inline(__always)
  private static func slot(_ hash: UInt32, _ scope: UInt8) -> Int {
    Int((hash ^ (hash >> 16)) &+ UInt32(scope) &* 0x9E37) & 1023
  }
}
