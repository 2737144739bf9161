import Platform

/// The kind of a node of the tape.
public enum JSONKind: UInt8, Sendable {
  case object, array, string, number, `true`, `false`, null
  /// Python's bare `NaN`, `Infinity` or `-Infinity`; only ever produced under ``JSONParser/Options/pythonLiterals``.
  case nonFinite
}

/// One value (or one key) of a parsed document, 16 bytes, in document order.
///
/// The tape is flat: a container is followed by its content, an object's content alternating key, value, key, value.
struct JSONNode {
  /// The offset of the value's text, in bytes from the start of the buffer. For strings it is the byte after the quote.
  var offset: UInt32
  /// The length of the text in bytes: strings without their quotes, containers with their brackets.
  var length: UInt32
  /// For containers: the tape index after the last node of the content. For keys: a hash of the decoded content.
  var nextOrHash: UInt32
  /// Kind, flags and count in one word, so that a node is written with few stores: bits 0-7, 8-15 and 16-31.
  private var traits: UInt32

  @inline(__always)
  init(offset: UInt32, length: UInt32, nextOrHash: UInt32, kind: JSONKind, flags: Flags) {
    self.offset = offset
    self.length = length
    self.nextOrHash = nextOrHash
    traits = UInt32(kind.rawValue) | UInt32(flags.rawValue) << 8
  }

  @inline(__always)
  var kind: JSONKind { unsafeBitCast(UInt8(truncatingIfNeeded: traits), to: JSONKind.self) }

  @inline(__always)
  var flags: Flags { Flags(rawValue: UInt8(truncatingIfNeeded: traits >> 8)) }

  /// For containers: the number of elements or members, saturating.
  @inline(__always)
  var count: Int {
    get { Int(traits >> 16) }
    set { traits = traits & 0xFFFF | UInt32(min(newValue, JSONNode.maximumCount)) << 16 }
  }

  /// Marks an object that has a duplicate key.
  mutating func markDuplicateKeys() { traits |= UInt32(Flags.duplicateKeys.rawValue) << 8 }

  struct Flags: OptionSet {
    let rawValue: UInt8
    /// The string contains at least one backslash escape.
    static let escaped = Flags(rawValue: 1)
    /// The number has neither fraction nor exponent.
    static let integer = Flags(rawValue: 2)
    /// The object has a key more than once.
    static let duplicateKeys = Flags(rawValue: 4)
  }

  static let maximumCount = Int(UInt16.max)
}

/// Growable storage for nodes that is reused from document to document, so that parsing allocates nothing per value.
public final class JSONTape {
  private(set) var nodes: UnsafeMutablePointer<JSONNode>
  /// The end of the storage.
  private(set) var limit: UnsafeMutablePointer<JSONNode>
  /// The number of nodes.
  public internal(set) var count = 0
  /// Open containers while parsing: tape indices, outermost first.
  let containers: UnsafeMutablePointer<Int32>
  /// Scratch space of the duplicate-key check: a hash table in which slots with an old stamp are free.
  var keyTable: UnsafeMutablePointer<(stamp: UInt32, node: UInt32)>
  var keyTableMask: Int
  var keyStamp: UInt32 = 0
  /// The offset of the first duplicate key since the last ``reset()``; nil when there was none.
  public internal(set) var duplicateKeyOffset: Int?

  /// Makes an empty tape.
  public init() {
    nodes = .allocate(capacity: 256)
    limit = nodes + 256
    containers = .allocate(capacity: JSONParser.maximumDepth + 1)
    keyTableMask = 63
    keyTable = .allocate(capacity: 64)
    keyTable.initialize(repeating: (0, 0), count: 64)
  }

  deinit {
    nodes.deallocate()
    containers.deallocate()
    keyTable.deallocate()
  }

  /// Removes all nodes, keeping the storage.
  public func reset() {
    count = 0
    duplicateKeyOffset = nil
  }

  /// Doubles the full storage; returns the address of the next node.
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

  /// Replaces the table of keys by an empty one that is at least as large and holds this many keys.
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
