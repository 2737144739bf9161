import Shared

/// When two entries are the same model: rules for `id` and `hf_model_id`, each with a hash to compare first.
enum EntryIdentity {
  /// Whether two ids name the same entry: exactly, or by the spelling that imports give them, so that a hand-written
  /// `Qwen2.5-7B` is found when `qwen2-5-7b` arrives.
  static func isSameID(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let spelling = normalized(Array(a.utf8))
    return !spelling.isEmpty && spelling == normalized(Array(b.utf8))
  }

  /// The spelling that decides whether two ids are one; the id itself where nothing is left of it.
  static func normalizedID(_ id: String) -> String {
    let spelling = normalized(Array(id.utf8))
    return spelling.isEmpty ? id : String(decoding: spelling, as: UTF8.self)
  }

  /// The spelling that decides whether two Hub ids are one: the Hub ignores case.
  static func normalizedModelID(_ modelID: String) -> String { modelID.lowercased() }

  /// A hash of an id that ignores what ``isSameID(_:_:)`` ignores.
  static func idHash(_ id: JSONElement) -> UInt32 {
    id.isEscaped ? Array((id.string ?? "").utf8).withUnsafeBufferPointer(idHash) : idHash(id.content)
  }

  /// A hash of an id that ignores what ``isSameID(_:_:)`` ignores.
  static func idHash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = FNV1a()
    var isPending = false
    var isEmpty = true
    for byte in text {
      let folded = foldingCase(byte)
      if isAlphanumeric(folded) {
        if isPending, !isEmpty { hash.add(UInt8(ascii: "-")) }
        hash.add(folded)
        (isPending, isEmpty) = (false, false)
      } else {
        isPending = true
      }
    }
    if isEmpty { for byte in text { hash.add(byte) } }
    return hash.value
  }

  /// A hash of a Hub id that ignores ASCII case.
  static func modelIDHash(_ modelID: JSONElement) -> UInt32 {
    modelID.isEscaped
      ? Array((modelID.string ?? "").utf8).withUnsafeBufferPointer(modelIDHash) : modelIDHash(modelID.content)
  }

  /// A hash of a Hub id that ignores ASCII case.
  static func modelIDHash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = FNV1a()
    for byte in text { hash.add(foldingCase(byte)) }
    return hash.value
  }

  private static func normalized(_ text: [UInt8]) -> [UInt8] {
    let words = text.map(foldingCase).split { !isAlphanumeric($0) }
    return Array(words.joined(separator: [UInt8(ascii: "-")]))
  }

  @inline(__always)
  private static func foldingCase(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  @inline(__always)
  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
  }
}

/// The hash of Fowler, Noll and Vo (FNV-1a), 32 bits: short texts, byte by byte.
private struct FNV1a {
  private var state: UInt32 = 0x811C_9DC5

  /// The hash; never zero, which stands for no text.
  var value: UInt32 { max(1, state) }

  @inline(__always)
  mutating func add(_ byte: UInt8) { state = (state ^ UInt32(byte)) &* 0x0100_0193 }
}
