/// The header of a GGUF file: metadata and tensor infos.
struct TestGGUF {
  private var pairs: [[UInt8]] = []
  private var tensors: [[UInt8]] = []
  private let isBigEndian: Bool
  private let version: UInt32

  init(isBigEndian: Bool = false, version: UInt32 = 3) {
    self.isBigEndian = isBigEndian
    self.version = version
  }

  /// A Llama of `blocks` blocks, with a matrix of 1,000 x `width` in each.
  init(blocks: Int, width: UInt64 = 64, architecture: String = "llama") {
    self.init()
    add("general.architecture", architecture)
    add("\(architecture).block_count", UInt32(blocks))
    for block in 0..<blocks { add(tensor: "blk.\(block).ffn_up.weight", [width, 1000], type: 8) }
  }

  /// Adds a key with a text.
  mutating func add(_ key: String, _ text: String) { add(key, type: 8, string(text)) }
  /// Adds a key with a 32-bit integer.
  mutating func add(_ key: String, _ value: UInt32) { add(key, type: 4, number(value)) }
  /// Adds a key with an array of 32-bit integers.
  mutating func add(_ key: String, _ values: [UInt32]) { add(key, list: 4, values.map(number)) }
  /// Adds a key with an array of texts.
  mutating func add(_ key: String, texts: [String]) { add(key, list: 8, texts.map(string)) }
  /// Adds a key with an array of elements that are bytes already.
  mutating func add(_ key: String, list type: UInt32, _ elements: [[UInt8]]) {
    add(key, type: 9, number(type) + length(elements.count) + elements.flatMap { $0 })
  }
  /// Adds a key with a value that is bytes already.
  mutating func add(_ key: String, type: UInt32, _ value: [UInt8]) { pairs.append(string(key) + number(type) + value) }

  /// Adds a tensor.
  mutating func add(tensor name: String, _ dimensions: [UInt64], type: UInt32) {
    let shape = dimensions.flatMap { version == 1 ? number(UInt32(truncatingIfNeeded: $0)) : number($0) }
    tensors.append(
      string(name) + number(UInt32(dimensions.count)) + shape + number(type) + number(UInt64(0)))
  }

  /// Says that the file is one of the parts of a split model.
  mutating func split(_ part: UInt16, of count: UInt16, tensors: Int32) {
    add("split.no", type: 2, number(part))
    add("split.count", type: 2, number(count))
    add("split.tensors.count", type: 5, number(tensors))
  }

  /// The bytes of the header.
  var bytes: [UInt8] {
    Array("GGUF".utf8) + number(version) + length(tensors.count) + length(pairs.count) + pairs.flatMap { $0 }
      + tensors.flatMap { $0 }
  }

  func string(_ text: String) -> [UInt8] { length(text.utf8.count) + Array(text.utf8) }

  func length(_ value: Int) -> [UInt8] { version == 1 ? number(UInt32(value)) : number(UInt64(value)) }

  func number<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
    withUnsafeBytes(of: isBigEndian ? value.bigEndian : value.littleEndian) { Array($0) }
  }
}
