import Shared

/// The header of a safetensors file: eight bytes of length, little-endian, then JSON that describes the tensors.
struct SafetensorsHeader: @unchecked Sendable {
  /// The JSON; it is not changed after it was parsed.
  let document: JSONDocument
  /// The size of the file in bytes, when known.
  let fileSize: Int?
  /// Where the tensors' data start.
  let dataStart: Int

  /// The longest header that is read, in bytes. The official clients stop at a quarter of it.
  static let limit = 100_000_000
  /// How much is asked for at first: nearly every header is shorter, so that one request does.
  static let firstPiece = 1 << 20

  /// Reads the header of a file.
  ///
  /// - Throws: ``Failure`` when it cannot be had or is none.
  init(_ file: some WeightFile) throws(Failure) {
    let first = try file.read(0..<SafetensorsHeader.firstPiece) { SafetensorsHeader.isComplete($0) }
    guard let length = SafetensorsHeader.length(first.bytes), length > 0 else {
      throw SafetensorsHeader.invalid(file.name, "it starts with no header")
    }
    guard length <= SafetensorsHeader.limit else {
      throw Failure(.tooLarge, stage: .fetch, message: "the header of '\(file.name)' claims \(length) bytes")
    }
    let end = 8 + length
    if let size = first.fileSize, end > size {
      throw SafetensorsHeader.invalid(file.name, "its header is longer than the file")
    }
    var bytes = first.bytes
    if bytes.count < end { bytes += try file.read(bytes.count..<end, isEnough: nil).bytes }
    guard bytes.count >= end else { throw SafetensorsHeader.invalid(file.name, "its header is cut short") }
    do throws(JSONSyntaxError) {
      document = try JSONDocument(Array(bytes[8..<end]))
    } catch {
      throw SafetensorsHeader.invalid(file.name, "its header is not JSON: \(error.message)")
    }
    guard document.root.isObject else { throw SafetensorsHeader.invalid(file.name, "its header is not an object") }
    fileSize = first.fileSize
    dataStart = end
  }

  /// The length of the JSON; nil when eight bytes are not there or it fits no Int.
  private static func length(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 8 else { return nil }
    return Int(exactly: bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private static func isComplete(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8 else { return false }
    guard let length = length(bytes), length <= limit else { return true }
    return bytes.count >= 8 + length
  }

  /// The failure for a file that breaks the format.
  static func invalid(_ name: String, _ reason: String) -> Failure {
    Failure(
      .badResponse, stage: .fetch, message: "'\(name)' is no safetensors file: \(reason)",
      hint: "the Hub's own count is used where there is one")
  }

  /// One tensor as the header describes it.
  struct Tensor {
    /// Its dotted name.
    let name: String
    /// Its storage dtype.
    let dtype: String
    /// Its dimensions.
    let shape: [Int]
    /// How many stored elements it has.
    let elementCount: Int
  }

  /// The largest dimension.
  private static let largestDimension = 1 << 32

  /// Visits the tensors in the header's order, each checked against the file.
  ///
  /// - Throws: ``Failure`` at the first that is impossible: sizes that overflow, offsets outside the file.
  func forEachTensor(file: String, _ visit: (Tensor) throws(Failure) -> Void) throws(Failure) {
    for (key, value) in document.root.members where !key.equals("__metadata__") {
      guard let name = key.string, let tensor = SafetensorsHeader.tensor(name, value), fits(value, tensor) else {
        throw SafetensorsHeader.invalid(file, "tensor '\(String((key.string ?? "").prefix(200)))' is impossible")
      }
      try visit(tensor)
    }
  }

  private static func tensor(_ name: String, _ value: JSONElement) -> Tensor? {
    guard let dtype = value["dtype"]?.string, let shapeElement = value["shape"], shapeElement.isArray else {
      return nil
    }
    var shape: [Int] = []
    var count = 1
    for element in shapeElement.elements {
      guard let dimension = element.int, (0...largestDimension).contains(dimension) else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow else { return nil }
      count = product
      shape.append(dimension)
    }
    return Tensor(name: name, dtype: dtype, shape: shape, elementCount: count)
  }

  /// Whether the data lie inside the file and are as long as the shape needs.
  private func fits(_ value: JSONElement, _ tensor: Tensor) -> Bool {
    guard let offsets = value["data_offsets"], offsets.count == 2 else { return false }
    let bounds = offsets.elements.compactMap(\.int)
    guard bounds.count == 2, 0 <= bounds[0], bounds[0] <= bounds[1] else { return false }
    if let fileSize, bounds[1] > fileSize - dataStart { return false }
    guard let bits = StorageDtype.bits[tensor.dtype] else { return true }
    let (total, overflow) = tensor.elementCount.multipliedReportingOverflow(by: bits)
    return !overflow && total / 8 + (total % 8 > 0 ? 1 : 0) == bounds[1] - bounds[0]
  }
}

/// The storage dtypes of safetensors.
enum StorageDtype {
  /// The width of an element in bits. Unknown dtypes occur: their bytes follow from the offsets.
  static let bits: [String: Int] = [
    "F64": 64, "I64": 64, "U64": 64, "C64": 64, "F32": 32, "I32": 32, "U32": 32, "F16": 16, "BF16": 16, "I16": 16,
    "U16": 16, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "F8_E8M0": 8, "I8": 8, "U8": 8,
    "BOOL": 8,
    "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4,
  ]

  /// Dtypes that hold nothing but block exponents.
  static let scaleOnly: Set<String> = ["F8_E8M0", "E8M0", "UE8"]

  /// The integer dtypes that packed weights are kept in.
  static let containers: Set<String> = ["I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64"]
}
