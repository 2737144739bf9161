/// The id of an entry: how it is made from a model's id, and when two ids are the same.
public enum EntryID {
  /// The id of the last entry of a database: the template for a user's model.
  public static let custom: StaticString = "custom"

  /// The format of a new id.
  static let format = TextFormat(
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", longest: 128,
    requirement: "lower-case letters and digits in quotes, with single hyphens between them, such as \"my-model\""
  ) { id in
    Array(id.utf8).withUnsafeBufferPointer { !$0.isEmpty && Spelling(of: $0).elementsEqual($0) }
  }

  /// The spelling that imports give ids, byte by byte: lower case, with one hyphen for each run of anything but letters
  /// and digits, and none at the ends.
  public struct Spelling: Sequence, IteratorProtocol {
    private let text: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var hasBegun = false
    /// The byte that follows the hyphen that was returned last; 0 for none.
    private var pending: UInt8 = 0

    /// Spells a text. The result is never longer than the text.
    @inline(__always)
    public init(of text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// The next byte; nil at the end.
    @inline(__always)
    public mutating func next() -> UInt8? {
      if pending != 0 {
        defer { pending = 0 }
        return pending
      }
      var isAfterGap = false
      while index < text.count {
        let byte = ASCII.lowercase(text[index])
        index &+= 1
        if !ASCII.isAlphanumeric(byte) {
          isAfterGap = true
        } else if isAfterGap, hasBegun {
          pending = byte
          return UInt8(ascii: "-")
        } else {
          hasBegun = true
          return byte
        }
      }
      return nil
    }
  }

  /// The id that imports give a model; nil when the model's name has no letters or digits.
  public static func usual(for modelID: String) -> String? {
    spelled(String(modelID.split(separator: "/").last ?? ""))
  }

  /// A text in the spelling of ids; nil when the result is empty.
  public static func spelled(_ text: String) -> String? {
    var text = text
    let spelled = text.withUTF8 { bytes in
      String(unsafeUninitializedCapacity: bytes.count) { target in
        var length = 0
        for byte in Spelling(of: bytes) {
          target[length] = byte
          length += 1
        }
        return length
      }
    }
    return spelled.isEmpty ? nil : spelled
  }

  /// Whether an id is the default for a model: made from its name, or from its whole id when two models share the name.
  public static func isUsual(_ id: UnsafeBufferPointer<UInt8>, for modelID: UnsafeBufferPointer<UInt8>) -> Bool {
    isSpelling(id, of: ModelID.name(of: modelID)) || isSpelling(id, of: modelID)
  }

  private static func isSpelling(_ id: UnsafeBufferPointer<UInt8>, of text: UnsafeBufferPointer<UInt8>) -> Bool {
    var spelling = Spelling(of: text)
    var length = 0
    while let byte = spelling.next() {
      guard length < id.count, id[length] == byte else { return false }
      length &+= 1
    }
    return length == id.count
  }
}

/// Comparison: by the spelling of imports, so that a hand-written `Qwen2.5-7B` is found when `qwen2-5-7b` arrives. Ids
/// whose spelling is empty are compared unchanged.
extension EntryID {
  /// The spelling that ids of one entry share: two ids are the same entry's when their keys are equal.
  public static func comparisonKey(_ id: String) -> String { spelled(id) ?? id }

  /// A hash of an id that ignores what ``comparisonKey(_:)`` ignores; never 0.
  public static func hash(of id: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = FNV1a()
    var isEmpty = true
    for byte in Spelling(of: id) {
      hash.add(byte)
      isEmpty = false
    }
    if isEmpty { for byte in id { hash.add(byte) } }
    return hash.value
  }
}
