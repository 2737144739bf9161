/// A deterministic finite automaton over the bytes of UTF-8: one table look-up a byte.
struct ByteAutomaton: BitwiseCopyable, Sendable {
  /// By state and byte: the next state.
  let transitions: Table<UInt8>
  /// By state: whether a text that ends there matches.
  let acceptsAtEnd: Table<Bool>

  /// The state in which nothing can match any more.
  static let dead: UInt8 = 0
  /// The state in which the text matches, whatever follows.
  static let matched: UInt8 = 1
  /// The state before the first byte.
  static let initial: UInt8 = 2

  /// Whether the expression matches somewhere in a text.
  @inline(__always)
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var state = ByteAutomaton.initial
    for byte in text {
      state = transitions[Int32(state) << 8 | Int32(byte)]
      if state <= ByteAutomaton.matched { return state == ByteAutomaton.matched }
    }
    return acceptsAtEnd[Int32(state)]
  }
}
