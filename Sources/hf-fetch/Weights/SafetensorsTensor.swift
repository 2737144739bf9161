import JSON

/// One tensor as the header of a safetensors file describes it.
struct SafetensorsTensor {
  /// Its dotted name.
  let name: String
  /// Its storage dtype.
  let dtype: String
  /// Its dimensions, the outermost first.
  let shape: [Int]
  /// How many stored elements it has.
  let elementCount: Int

  /// The largest dimension.
  private static let largestDimension = 1 << 32
  /// The most dimensions, and the longest name of a dtype.
  private static let largestRank = 16
  private static let longestDtype = 32

  /// Reads a member of the header; nil when it is not a tensor that the file can hold.
  init?(_ name: String, _ value: JSONElement, _ layout: SafetensorsHeader.Layout) {
    guard name.utf8.count <= TensorPatterns.nameLimit,
      let dtype = value["dtype"]?.string, dtype.utf8.count <= SafetensorsTensor.longestDtype,
      dtype.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let dimensions = value["shape"], dimensions.isArray, dimensions.count <= SafetensorsTensor.largestRank
    else { return nil }
    var shape: [Int] = []
    var count = 1
    for element in dimensions.elements {
      guard let dimension = element.int, (0...SafetensorsTensor.largestDimension).contains(dimension) else {
        return nil
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow else { return nil }
      count = product
      shape.append(dimension)
    }
    (self.name, self.dtype, self.shape, elementCount) = (name, dtype, shape, count)
    guard fits(value, layout) else { return nil }
  }

  /// Whether the data lie inside the file and are as long as the shape needs.
  private func fits(_ value: JSONElement, _ layout: SafetensorsHeader.Layout) -> Bool {
    guard let offsets = value["data_offsets"], offsets.count == 2 else { return false }
    let bounds = offsets.elements.compactMap(\.int)
    guard bounds.count == 2, 0 <= bounds[0], bounds[0] <= bounds[1] else { return false }
    if let fileSize = layout.fileSize, bounds[1] > fileSize - layout.dataStart { return false }
    guard let bits = StorageDtype.bits[dtype] else { return true }
    let (total, overflow) = elementCount.multipliedReportingOverflow(by: bits)
    return !overflow && total / 8 + (total % 8 > 0 ? 1 : 0) == bounds[1] - bounds[0]
  }
}

/// The storage dtypes of safetensors.
enum StorageDtype {
  /// The width of an element in bits. Unknown dtypes occur: their bytes follow from the offsets.
  static let bits: [String: Int] = [
    "F64": 64, "I64": 64, "U64": 64, "C64": 64, "F32": 32, "I32": 32, "U32": 32, "F16": 16, "BF16": 16, "I16": 16,
    "U16": 16, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "F8_E8M0": 8, "I8": 8, "U8": 8,
    "BOOL": 8, "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4,
  ]

  /// Dtypes that hold nothing but block exponents.
  static let scaleOnly: Set<String> = ["F8_E8M0", "E8M0", "UE8"]

  /// The integer dtypes that packed weights are kept in.
  static let containers: Set<String> = ["I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64"]
}
