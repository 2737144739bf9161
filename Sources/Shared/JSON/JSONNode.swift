/// What a node of the tape stands for.
public enum JSONKind: UInt8, Sendable {
  case object, array, string, number, `true`, `false`, null
  /// Python's bare `NaN`, `Infinity` or `-Infinity`; only ever produced under ``JSONParser/Options/pythonLiterals``.
  case nonFinite
}

/// One value (or one key) of a parsed document, 16 bytes, in document order.
///
/// The tape is flat: a container is followed by its content, an object's content alternating key, value, key, value.
struct JSONNode {
  /// Where the value's text starts, in bytes from the base of the buffer. For strings this is the byte after the quote.
  var offset: UInt32
  /// Length of the text in bytes: of a string without its quotes, of a container with its brackets.
  var length: UInt32
  /// For containers: the tape index behind the last node of the content. For strings: a hash of the content.
  var nextOrHash: UInt32
  /// For containers: the number of elements or members, saturating.
  var count: UInt16
  var kind: JSONKind
  var flags: Flags

  struct Flags: OptionSet {
    let rawValue: UInt8
    /// The string holds at least one backslash escape.
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
  private(set) var capacity: Int
  var count = 0
  /// Open containers while parsing: tape indices, outermost first.
  let containers: UnsafeMutablePointer<Int32>
  /// Scratch space of the duplicate-key check: a hash table whose stale slots are told by their stamp.
  var keyTable: UnsafeMutablePointer<(stamp: UInt32, node: UInt32)>
  var keyTableMask: Int
  var keyStamp: UInt32 = 0
  /// The first key found a second time in its object since the last ``reset()``: its offset.
  public internal(set) var duplicateKeyOffset: Int?

  /// Makes an empty tape.
  public init() {
    capacity = 256
    nodes = .allocate(capacity: capacity)
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

  /// Forgets all nodes, keeping the storage.
  public func reset() {
    count = 0
    duplicateKeyOffset = nil
  }

  @inline(never)
  func grow() {
    let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity * 2)
    larger.update(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }

  @inline(never)
  func growKeyTable(toHold keys: Int) {
    var size = keyTableMask + 1
    while size < keys * 2 { size *= 2 }
    keyTable.deallocate()
    keyTable = .allocate(capacity: size)
    keyTable.initialize(repeating: (0, 0), count: size)
    keyTableMask = size - 1
    keyStamp = 0
  }
}
