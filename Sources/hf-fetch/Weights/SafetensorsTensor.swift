import JSON
import ModelSpec

/// One tensor in the header of a safetensors file.
struct SafetensorsTensor {
  /// The name, such as `model.layers.0.mlp.up_proj.weight`.
  let name: String
  /// The storage dtype, such as `BF16`.
  let dtype: String
  /// The dimensions, the outermost first.
  let shape: [Int]
  /// The number of stored elements.
  let elementCount: Int

  private static let maximumDimension = 1 << 32
  private static let maximumRank = 16
  private static let maximumDtypeBytes = 32

  /// Reads a member of the header; nil if it is not a tensor that the file can contain.
  init?(_ name: String, _ value: JSONElement, _ layout: SafetensorsHeader.Layout) {
    guard name.utf8.count <= TensorPatterns.maximumNameBytes,
      let dtype = value["dtype"]?.string, dtype.utf8.count <= SafetensorsTensor.maximumDtypeBytes,
      dtype.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let dimensions = value["shape"], dimensions.isArray, dimensions.count <= SafetensorsTensor.maximumRank
    else { return nil }
    var shape: [Int] = []
    var count = 1
    for element in dimensions.elements {
      guard let dimension = element.int, (0...SafetensorsTensor.maximumDimension).contains(dimension) else {
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

  /// Whether the data is inside the file, and has the size that follows from the shape and the dtype.
  private func fits(_ value: JSONElement, _ layout: SafetensorsHeader.Layout) -> Bool {
    guard let offsets = value["data_offsets"], offsets.count == 2 else { return false }
    let range = offsets.elements.compactMap(\.int)
    guard range.count == 2, 0 <= range[0], range[0] <= range[1] else { return false }
    if let fileSize = layout.fileSize, range[1] > fileSize - layout.dataStart { return false }
    // The size of an element is not known for other dtypes.
    guard let bits = value["dtype"].flatMap({ TensorDtype.named($0) })?.bits else { return true }
    let (total, overflow) = elementCount.multipliedReportingOverflow(by: bits)
    return !overflow && total / 8 + (total % 8 > 0 ? 1 : 0) == range[1] - range[0]
  }
}
