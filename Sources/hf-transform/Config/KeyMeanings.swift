import JSON

/// What the keys of a config mean: those of ``FieldAliases``, ``TextBackbones``, ``MultimodalMarks`` and
/// ``IrrelevantKeys``.
///
/// A scope is the keys that are known in one object: the config itself, or a nested object such as `attn_config`.
struct KeyMeanings: Sendable {
  /// What a key means.
  enum Meaning: BitwiseCopyable {
    /// The value of a field. Of several keys of a field, the one with the lowest rank is read.
    case field(ConfigField, rank: UInt8)
    /// A nested object with another scope.
    case group(scope: Int)
    /// The config of a nested language model. Of several such keys, the one with the lowest rank is read.
    case backbone(rank: UInt8)
    /// A sign that the model is not for text alone.
    case otherModality
    /// One of ``IrrelevantKeys``.
    case irrelevant
  }

  static let shared = KeyMeanings()
  /// The scope of the config itself.
  static let topLevel = 0

  private let scopes: [KnownKeys<Meaning>]

  private typealias Keys = [(text: UnsafeBufferPointer<UInt8>, value: Meaning)]

  private init() {
    var top: Keys = []
    var groups: [(name: UnsafeBufferPointer<UInt8>, keys: Keys)] = []
    for alias in FieldAliases.table {
      for (rank, key) in alias.keys.enumerated() {
        let meaning = Meaning.field(alias.field, rank: UInt8(clamping: rank + 1))
        let text = key.bytes
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")) else {
          top.append((text, meaning))
          continue
        }
        let name = UnsafeBufferPointer(rebasing: text[..<dot])
        let inner = UnsafeBufferPointer(rebasing: text[(dot + 1)...])
        if let index = groups.firstIndex(where: { $0.name.elementsEqual(name) }) {
          groups[index].keys.append((inner, meaning))
        } else {
          groups.append((name, [(inner, meaning)]))
        }
      }
    }
    for (index, group) in groups.enumerated() { top.append((group.name, .group(scope: index + 1))) }
    for (rank, key) in TextBackbones.keys.enumerated() {
      top.append((key.bytes, .backbone(rank: UInt8(clamping: rank))))
    }
    for key in MultimodalMarks.keys + MultimodalMarks.objectKeys { top.append((key.bytes, .otherModality)) }
    for key in IrrelevantKeys.names { top.append((key.bytes, .irrelevant)) }
    scopes = [KnownKeys(permanent: top)] + groups.map { KnownKeys(permanent: $0.keys) }
  }

  /// The keys that are known in a scope.
  subscript(scope: Int) -> KnownKeys<Meaning> { scopes[scope] }
}

extension StaticString {
  /// The literal's UTF-8, which lives as long as the process.
  fileprivate var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}
