import StubHub

/// A tensor to describe in a header.
struct TestTensor {
  let name: String
  let dtype: String
  let shape: [Int]

  init(_ name: String, _ dtype: String, _ shape: [Int]) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
  }

  /// The width of an element in bits.
  var bits: Int {
    switch dtype {
    case "F32", "I32", "U32": 32
    case "F16", "BF16", "I16": 16
    case "I64": 64
    case "F4": 4
    default: 8
    }
  }
}

/// A safetensors file with the header of these tensors, whose data are as long as they would be, and zero.
func safetensorsFile(_ tensors: [TestTensor], isLarge: Bool = true) -> StubFile {
  var offset = 0
  let members = tensors.map { tensor in
    let start = offset
    offset += (tensor.shape.reduce(1, *) * tensor.bits + 7) / 8
    let shape = tensor.shape.map(String.init).joined(separator: ",")
    return #""\#(tensor.name)":{"dtype":"\#(tensor.dtype)","shape":[\#(shape)],"data_offsets":[\#(start),\#(offset)]}"#
  }
  let json = #"{"__metadata__":{"format":"pt"},"# + members.joined(separator: ",") + "}"
  return StubFile(headerBytes(json), size: 8 + json.utf8.count + offset, isLarge: isLarge)
}

/// Eight bytes of length, then the text.
func headerBytes(_ json: String) -> [UInt8] {
  let length = UInt64(json.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> UInt64(8 * $0)) } + Array(json.utf8)
}

/// A GGUF file's front: metadata and tensor infos.
struct TestGGUF {
  private var pairs: [[UInt8]] = []
  private var tensors: [[UInt8]] = []
  private let isBigEndian: Bool

  init(isBigEndian: Bool = false) { self.isBigEndian = isBigEndian }

  /// Adds a key with a text.
  mutating func add(_ key: String, _ text: String) { pairs.append(string(key) + number(UInt32(8)) + string(text)) }

  /// Adds a key with a 32-bit integer.
  mutating func add(_ key: String, _ value: UInt32) { pairs.append(string(key) + number(UInt32(4)) + number(value)) }

  /// Adds a key with an array of 32-bit integers.
  mutating func add(_ key: String, _ values: [UInt32]) {
    pairs.append(
      string(key) + number(UInt32(9)) + number(UInt32(4)) + number(UInt64(values.count)) + values.flatMap(number))
  }

  /// Adds a key with an array of texts.
  mutating func add(_ key: String, texts: [String]) {
    pairs.append(
      string(key) + number(UInt32(9)) + number(UInt32(8)) + number(UInt64(texts.count)) + texts.flatMap(string))
  }

  /// Adds a tensor.
  mutating func add(tensor name: String, _ dimensions: [UInt64], type: UInt32) {
    tensors.append(
      string(name) + number(UInt32(dimensions.count)) + dimensions.flatMap(number) + number(type) + number(UInt64(0)))
  }

  /// The bytes, version 3.
  var bytes: [UInt8] {
    Array("GGUF".utf8).enumerated().map { isBigEndian ? Array("GGUF".utf8)[$0.offset] : $0.element } + number(UInt32(3))
      + number(UInt64(tensors.count)) + number(UInt64(pairs.count)) + pairs.flatMap { $0 } + tensors.flatMap { $0 }
  }

  private func string(_ text: String) -> [UInt8] { number(UInt64(text.utf8.count)) + Array(text.utf8) }

  private func number<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
    withUnsafeBytes(of: isBigEndian ? value.bigEndian : value.littleEndian) { Array($0) }
  }
}
