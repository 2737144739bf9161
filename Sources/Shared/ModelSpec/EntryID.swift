/// The id of an entry: how it is made from a model's id, and when two ids are those of one entry.
public enum EntryID {
  /// The id of the entry that comes last in a database: a template for a user's own model.
  public static let custom: StaticString = "custom"

  /// The format of a new id.
  static let format = TextFormat(
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", longest: 128,
    requirement: "lower-case letters and digits in quotes, with single hyphens between them, such as \"my-model\""
  ) { id in
    Array(id.utf8).withUnsafeBufferPointer { !$0.isEmpty && Spelling(of: $0).elementsEqual($0) }
  }

  /// A text as an import spells an id, byte by byte: in lower case, with one hyphen for each run of characters other
  /// than ASCII letters and digits, and no hyphen at the start or end.
  public struct Spelling: Sequence, IteratorProtocol {
    private let text: UnsafeBufferPointer<UInt8>
    private let keepsNonASCII: Bool
    private var index = 0
    private var hasBegun = false
    /// The byte to return after a hyphen; 0 for none.
    private var pending: UInt8 = 0

    /// Spells a text. The result is never longer than the text.
    @inline(__always)
    public init(of text: UnsafeBufferPointer<UInt8>) { self.init(of: text, keepingNonASCII: false) }

    /// Spells a text; with `keepsNonASCII`, characters other than ASCII stay as they are.
    @inline(__always)
    fileprivate init(of text: UnsafeBufferPointer<UInt8>, keepingNonASCII keepsNonASCII: Bool) {
      self.text = text
      self.keepsNonASCII = keepsNonASCII
    }

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
        if !ASCII.isAlphanumeric(byte), !keepsNonASCII || byte < 0x80 {
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

  /// The id that an import gives the entry of a model; nil when the model's name has no ASCII letters or digits.
  public static func usual(for modelID: String) -> String? {
    spelled(String(modelID.split(separator: "/").last ?? ""))
  }

  /// A text in the ``Spelling`` of ids; nil when the result is empty.
  public static func spelled(_ text: String) -> String? { spelled(text, keepingNonASCII: false) }

  private static func spelled(_ text: String, keepingNonASCII keepsNonASCII: Bool) -> String? {
    var text = text
    let spelled = text.withUTF8 { bytes in
      String(unsafeUninitializedCapacity: bytes.count) { target in
        var length = 0
        for byte in Spelling(of: bytes, keepingNonASCII: keepsNonASCII) {
          target[length] = byte
          length += 1
        }
        return length
      }
    }
    return spelled.isEmpty ? nil : spelled
  }

  /// Whether an entry's id is made from its model's name, or from the model's whole id, which is used if two models
  /// have the same name.
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

/// Comparison of ids by their ``Spelling``, so that an entry that a person has named `Qwen2.5-7B` is found by the id
/// `qwen2-5-7b`. Characters other than ASCII count, as they are. Ids with an empty spelling are compared unchanged.
extension EntryID {
  /// The text by which ids are compared: two ids are those of one entry if these texts are equal.
  public static func comparisonKey(_ id: String) -> String { spelled(id, keepingNonASCII: true) ?? id }

  /// A hash of an id's ``comparisonKey(_:)``; never 0.
  public static func hash(of id: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = FNV1a()
    var isEmpty = true
    for byte in Spelling(of: id, keepingNonASCII: true) {
      hash.add(byte)
      isEmpty = false
    }
    if isEmpty { for byte in id { hash.add(byte) } }
    return hash.value
  }
}
