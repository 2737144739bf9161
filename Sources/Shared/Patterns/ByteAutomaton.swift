/// A deterministic finite automaton over the bytes of UTF-8. It takes one table look-up per byte.
public struct ByteAutomaton: BitwiseCopyable, Sendable {
  /// By state and byte: the offset of the next state's row, which is 256 times its number. Storing the offset saves a
  /// multiplication per byte.
  private let rows: ConstantArray<UInt16>
  /// By state: whether a text matches that ends in this state.
  private let acceptsAtEnd: ConstantArray<Bool>

  /// The state in which the text does not match, whatever bytes follow.
  static let dead: UInt8 = 0
  /// The state in which the text matches, whatever bytes follow.
  static let matched: UInt8 = 1
  /// The state before the first byte.
  static let initial: UInt8 = 2

  /// Makes an automaton.
  ///
  /// - Parameters:
  ///   - transitions: the next states, 256 for each state.
  ///   - acceptsAtEnd: by state, whether a text matches that ends in this state.
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
  public func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let matched = ByteAutomaton.row(ByteAutomaton.matched)
    var row = ByteAutomaton.row(ByteAutomaton.initial)
    for byte in text {
      row = rows[Int32(row | UInt16(byte))]
      if row <= matched { return row == matched }
    }
    return acceptsAtEnd[Int32(row >> 8)]
  }
}
