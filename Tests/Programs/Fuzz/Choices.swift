/// Decisions that the bytes of an input make, so that the fuzzer steers what is generated.
struct Choices {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  /// A number below `count`; 0 when the input is used up.
  mutating func number(below count: Int) -> Int { Int(bytes.popFirst() ?? 0) % count }

  /// Whether something happens, one time in `often`; never when the input is used up.
  mutating func happens(oneIn often: Int) -> Bool { number(below: often) == often - 1 }

  /// One of several values.
  mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }
}
