import Shared

/// How the id of an entry follows from the id of the model on the Hub: lower case, and every run of other characters
/// than `a-z` and `0-9` one hyphen.
enum ModelIdentifier {
  /// The usual id of an entry: of the last part of the model's; nil when nothing is left of it.
  static func usual(for modelID: String) -> String? {
    let name = modelID.split(separator: "/").last ?? ""
    let words = name.lowercased().utf8.split { !isKept($0) }
    return words.isEmpty ? nil : words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }

  /// Whether an id follows from the last part of a model's id, or, where two models share that, from the whole.
  static func isUsual(_ id: JSONElement, for modelID: JSONElement) -> Bool {
    id.withDecodedBytes { id in
      modelID.withDecodedBytes { modelID in
        let name = modelID.lastIndex(of: UInt8(ascii: "/")).map { modelID[($0 + 1)...] } ?? modelID[...]
        return follows(id, from: name) || follows(id, from: modelID[...])
      }
    }
  }

  private static func isKept(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  private static func follows(_ id: UnsafeBufferPointer<UInt8>, from text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var position = 0
    var isBehindGap = false
    func take(_ byte: UInt8) -> Bool {
      guard position < id.count, id[position] == byte else { return false }
      position += 1
      return true
    }
    for byte in text {
      let lowered = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
      guard isKept(lowered) else {
        isBehindGap = true
        continue
      }
      if isBehindGap, position > 0, !take(UInt8(ascii: "-")) { return false }
      isBehindGap = false
      if !take(lowered) { return false }
    }
    return position == id.count
  }
}
