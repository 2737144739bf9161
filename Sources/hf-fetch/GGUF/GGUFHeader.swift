import ModelSpec

/// The header of a GGUF file: metadata and the list of tensors (versions 1 to 3, either byte order).
struct GGUFHeader {
  /// A value of the metadata, as far as it can matter.
  enum Value: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case text(String)
    /// A short array of integers or truth values, such as one a block.
    case integers([Int])
    /// Any other array: how long it is.
    case array(count: Int)
  }

  /// The metadata by key.
  private(set) var metadata: [String: Value] = [:]
  /// Parameters by tensor type, in the order of first appearance.
  private(set) var countByType: [(type: Int, count: Int)] = []
  /// Whether there is an output matrix beside the embedding.
  private(set) var hasOutput = false

  private static let pairLimit = 100_000
  private static let tensorLimit = 10_000_000
  private static let dimensionLimit = 1 << 32
  private static let keptArrayLength = 4096

  /// Tensors that hold factors of the rotary embedding, no parameters.
  private static let buffers: Set<String> = [
    "rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight",
  ]

  /// Reads the header of a file.
  ///
  /// - Throws: ``Failure`` when it cannot be had or is none.
  init(_ file: any WeightFile) throws(Failure) {
    var cursor = GGUFCursor(file)
    guard try cursor.integer(4) == 0x4655_4747 else { throw cursor.invalid("it does not start with 'GGUF'") }
    var version = Int(try cursor.integer(4))
    if version & 0xFFFF == 0 {
      version = Int(UInt32(truncatingIfNeeded: version).byteSwapped)
      cursor.readBigEndian()
    }
    guard (1...3).contains(version) else { throw cursor.invalid("its version \(version) is not known") }
    let width = version == 1 ? 4 : 8
    let tensors = try cursor.size(width, limit: GGUFHeader.tensorLimit, "its number of tensors")
    let pairs = try cursor.size(width, limit: GGUFHeader.pairLimit, "its number of keys")
    for _ in 0..<pairs {
      let key = try cursor.string(lengthWidth: width)
      let type = Int(try cursor.integer(4))
      metadata[key] = try GGUFHeader.value(type, &cursor, width, depth: 0)
    }
    for _ in 0..<tensors { try readTensor(&cursor, width) }
    try checkSize(cursor)
  }

  private mutating func readTensor(_ cursor: inout GGUFCursor, _ width: Int) throws(Failure) {
    let name = try cursor.string(lengthWidth: width)
    let dimensions = try cursor.size(4, limit: 8, "the rank of a tensor")
    var count = 1
    for _ in 0..<dimensions {
      let dimension = try cursor.size(width, limit: GGUFHeader.dimensionLimit, "a dimension")
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw cursor.invalid("a tensor is impossibly large") }
      count = product
    }
    let type = Int(try cursor.integer(4))
    try cursor.skip(8)
    if name == "output.weight" { hasOutput = true }
    guard !GGUFHeader.buffers.contains(name) else { return }
    guard let index = countByType.firstIndex(where: { $0.type == type }) else {
      guard countByType.count < 256 else { throw cursor.invalid("it has more tensor types than there are") }
      return countByType.append((type, count))
    }
    let (sum, overflow) = countByType[index].count.addingReportingOverflow(count)
    guard !overflow else { throw cursor.invalid("it has more parameters than there can be") }
    countByType[index].count = sum
  }

  /// No format packs more than eight parameters into a byte.
  private func checkSize(_ cursor: GGUFCursor) throws(Failure) {
    guard let size = cursor.fileSize else { return }
    var total = 0.0
    for entry in countByType { total += Double(entry.count) }
    guard total <= Double(size) * 8 else { throw cursor.invalid("its tensors do not fit into the file") }
  }

  /// Reads a value of one of the thirteen types; arrays may nest.
  private static func value(
    _ type: Int, _ cursor: inout GGUFCursor, _ width: Int, depth: Int
  ) throws(Failure) -> Value {
    switch type {
    case 0: return .integer(Int(try cursor.integer(1)))
    case 1: return .integer(Int(Int8(truncatingIfNeeded: try cursor.integer(1))))
    case 2: return .integer(Int(try cursor.integer(2)))
    case 3: return .integer(Int(Int16(truncatingIfNeeded: try cursor.integer(2))))
    case 4: return .integer(Int(try cursor.integer(4)))
    case 5: return .integer(Int(Int32(truncatingIfNeeded: try cursor.integer(4))))
    case 6: return .number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try cursor.integer(4)))))
    case 7: return .bool(try cursor.integer(1) != 0)
    case 8: return .text(try cursor.string(lengthWidth: width))
    case 9: return try array(&cursor, width, depth: depth)
    case 10: return .integer(Int(clamping: try cursor.integer(8)))
    case 11: return .integer(Int(Int64(bitPattern: try cursor.integer(8))))
    case 12: return .number(Double(bitPattern: try cursor.integer(8)))
    default: throw cursor.invalid("a key has the unknown type \(type)")
    }
  }

  private static let fixedWidths = [0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8]

  private static func array(_ cursor: inout GGUFCursor, _ width: Int, depth: Int) throws(Failure) -> Value {
    guard depth < 4 else { throw cursor.invalid("its arrays nest too deep") }
    let type = Int(try cursor.integer(4))
    let count = try cursor.size(width, limit: GGUFCursor.headerLimit, "an array")
    if let fixed = fixedWidths[type], type == 6 || type == 12 || count > keptArrayLength {
      try cursor.skip(count * fixed)
      return .array(count: count)
    }
    var integers: [Int] = []
    for _ in 0..<count {
      if type == 8 {
        try cursor.skip(try cursor.size(width, limit: GGUFCursor.headerLimit, "a string"))
        continue
      }
      switch try value(type, &cursor, width, depth: depth + 1) {
      case .integer(let integer): integers.append(integer)
      case .bool(let bool): integers.append(bool ? 1 : 0)
      default: continue
      }
    }
    return integers.count == count && count > 0 ? .integers(integers) : .array(count: count)
  }
}
