/// A tensor to describe in a header.
public struct TestTensor: Sendable {
  /// The full name.
  public let name: String
  /// The name of the element type.
  public let dtype: String
  /// In PyTorch's order.
  public let shape: [Int]

  /// Makes a tensor.
  public init(_ name: String, _ dtype: String, _ shape: [Int]) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
  }

  /// The number of elements.
  public var elements: Int { shape.reduce(1, *) }

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
public func safetensorsFile(_ tensors: [TestTensor], isLarge: Bool = true) -> StubFile {
  var offset = 0
  let members = tensors.map { tensor in
    let start = offset
    offset += (tensor.elements * tensor.bits + 7) / 8
    let shape = tensor.shape.map(String.init).joined(separator: ",")
    return #""\#(tensor.name)":{"dtype":"\#(tensor.dtype)","shape":[\#(shape)],"data_offsets":[\#(start),\#(offset)]}"#
  }
  let json = #"{"__metadata__":{"format":"pt"},"# + members.joined(separator: ",") + "}"
  return StubFile(headerBytes(json), size: 8 + json.utf8.count + offset, isLarge: isLarge)
}

/// Eight bytes of length, then the text.
public func headerBytes(_ json: String) -> [UInt8] {
  let length = UInt64(json.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> UInt64(8 * $0)) } + Array(json.utf8)
}
