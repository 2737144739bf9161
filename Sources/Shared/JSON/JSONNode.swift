import Platform

/// The kind of a JSON value.
public enum JSONKind: UInt8, Sendable {
  case object, array, string, number, `true`, `false`, null
  /// Python's bare `NaN`, `Infinity` or `-Infinity`; only with the option ``JSONParser/Options/pythonLiterals``.
  case nonFinite
}

/// The description of one value or key of a parsed text, in 16 bytes.
///
/// A ``JSONTape`` has the nodes in the order of the text. After the node of a container (an object or array) come the
/// nodes of its content; in an object, keys and values alternate.
struct JSONNode {
  /// The offset of the value's text, in bytes from the start of the buffer; for strings, that of the byte after the
  /// opening quote.
  var offset: UInt32
  /// The length of the text in bytes: of strings without their quotes, of containers with their brackets.
  var length: UInt32
  /// For containers: the number of nodes of the container and its content; while it is open, the number of its elements
  /// or members so far. For keys: the hash of the decoded text. For other values: 0.
  var sizeOrHash: UInt32
  /// The kind (bits 0 to 7), flags (8 to 15) and count (16 to 31) in one word, so that a node is written with few
  /// stores.
  private var traits: UInt32

  @inline(__always)
  init(offset: UInt32, length: UInt32, sizeOrHash: UInt32, kind: JSONKind, flags: Flags) {
    self.offset = offset
    self.length = length
    self.sizeOrHash = sizeOrHash
    traits = UInt32(kind.rawValue) | UInt32(flags.rawValue) << 8
  }

  /// The number of nodes of this value, which is complete: 1, and for containers those of the content.
  @inline(__always)
  var nodeCount: Int { kind.rawValue <= JSONKind.array.rawValue ? Int(sizeOrHash) : 1 }

  /// The hash of this key's decoded text.
  @inline(__always)
  var hash: UInt32 { sizeOrHash }

  @inline(__always)
  var kind: JSONKind { unsafeBitCast(UInt8(truncatingIfNeeded: traits), to: JSONKind.self) }

  @inline(__always)
  var flags: Flags { Flags(rawValue: UInt8(truncatingIfNeeded: traits >> 8)) }

  /// For containers: the number of elements or members; ``maximumCount`` means this many or more.
  @inline(__always)
  var count: Int {
    get { Int(traits >> 16) }
    set { traits = traits & 0xFFFF | UInt32(truncatingIfNeeded: min(newValue, JSONNode.maximumCount)) << 16 }
  }

  /// Marks an object that has a duplicate key.
  mutating func markDuplicateKeys() { traits |= UInt32(Flags.duplicateKeys.rawValue) << 8 }

  /// What the parser found in a string, number or object.
  struct Flags: OptionSet {
    let rawValue: UInt8
    /// The string contains at least one backslash escape.
    static let escaped = Flags(rawValue: 1)
    /// The number has neither fraction nor exponent.
    static let integer = Flags(rawValue: 2)
    /// The object has a key more than once.
    static let duplicateKeys = Flags(rawValue: 4)
  }

  /// The largest count that fits into a node.
  static let maximumCount = Int(UInt16.max)
}

/// The nodes of the values that a parser has parsed, in growable storage. It is reused from document to document, so
/// that parsing does not allocate memory for each value.
public final class JSONTape {
  /// The address of the storage.
  private(set) var nodes: UnsafeMutablePointer<JSONNode>
  /// The address after the storage.
  private(set) var limit: UnsafeMutablePointer<JSONNode>
  /// The number of nodes.
  public internal(set) var count = 0
  /// The hash table of the duplicate-key check. A slot is in use only if its stamp is ``keyStamp``; `key` is then the
  /// distance of a key's node from that of the object.
  var keyTable: UnsafeMutablePointer<(stamp: UInt32, key: UInt32)>
  /// The number of slots of the table minus 1; the number is a power of two.
  var keyTableMask: Int
  /// The number of the current check. A new number frees all slots without writing them.
  var keyStamp: UInt32 = 0
  /// The offset of the duplicate key that was found first since ``reset()``, in bytes from the start of the buffer; nil
  /// when none was found. An inner object is checked before the outer one.
  public internal(set) var duplicateKeyOffset: Int?

  /// Makes an empty tape.
  public init() {
    nodes = .allocate(capacity: 256)
    limit = nodes + 256
    keyTableMask = 63
    keyTable = .allocate(capacity: 64)
    keyTable.initialize(repeating: (0, 0), count: 64)
  }

  deinit {
    nodes.deallocate()
    keyTable.deallocate()
  }

  /// Removes all nodes and ``duplicateKeyOffset``, keeping the storage.
  public func reset() {
    count = 0
    duplicateKeyOffset = nil
  }

  /// Doubles the storage, which is full; returns the address for the next node.
  @inline(never)
  func grow() -> UnsafeMutablePointer<JSONNode> {
    let capacity = limit - nodes
    let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity * 2)
    larger.update(from: nodes, count: capacity)
    nodes.deallocate()
    nodes = larger
    limit = larger + capacity * 2
    return larger + capacity
  }

  /// Replaces the table of keys by an empty one that is at least as large, and at most half full with this many keys.
  @inline(never)
  func replaceKeyTable(toHold keys: Int) {
    var size = keyTableMask + 1
    while size < keys * 2 { size *= 2 }
    keyTable.deallocate()
    keyTable = .allocate(capacity: size)
    keyTable.initialize(repeating: (0, 0), count: size)
    keyTableMask = size - 1
    keyStamp = 0
  }
}
