import JSON
import ModelSpec

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
    // Of a dtype that is not known, the offsets alone say how long the data are.
    guard let bits = value["dtype"].flatMap({ TensorDtype.named($0) })?.bits else { return true }
    let (total, overflow) = elementCount.multipliedReportingOverflow(by: bits)
    return !overflow && total / 8 + (total % 8 > 0 ? 1 : 0) == bounds[1] - bounds[0]
  }
}
