/// A deterministic finite automaton over the bytes of UTF-8: one table look-up per byte.
struct ByteAutomaton: BitwiseCopyable, Sendable {
  /// By state and byte: the offset of the next state's row, which saves a multiplication per byte.
  private let rows: ConstantArray<UInt16>
  /// By state: whether a text that ends in it matches.
  private let acceptsAtEnd: ConstantArray<Bool>

  /// The state in which nothing can match any more.
  static let dead: UInt8 = 0
  /// The state in which the text matches, whatever follows.
  static let matched: UInt8 = 1
  /// The state before the first byte.
  static let initial: UInt8 = 2

  /// Makes an automaton from its next states, by state and byte, and the states in which the end of the text matches.
  init(transitions: [UInt8], acceptsAtEnd: [Bool]) {
    rows = ConstantArray(transitions.map(ByteAutomaton.row))
    self.acceptsAtEnd = ConstantArray(acceptsAtEnd)
  }

  /// How many states it has.
  var stateCount: Int { acceptsAtEnd.count }

  @inline(__always)
  private static func row(_ state: UInt8) -> UInt16 { UInt16(state) << 8 }

  /// Whether the expression matches somewhere in a text.
  @inline(__always)
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let matched = ByteAutomaton.row(ByteAutomaton.matched)
    var row = ByteAutomaton.row(ByteAutomaton.initial)
    for byte in text {
      row = rows[Int32(row | UInt16(byte))]
      if row <= matched { return row == matched }
    }
    return acceptsAtEnd[Int32(row >> 8)]
  }
}
