import ModelSpec

/// The header of a GGUF file (versions 1 to 3, either byte order): its metadata and its tensors.
///
/// The source of the format is `docs/gguf.md` of ggml. The limits below are far above the values of published files.
struct GGUFHeader: Sendable {
  /// The metadata as a JSON object with the keys of the file.
  let metadata: String
  /// The value of `general.architecture`; nil without one.
  let architecture: String?
  /// The value of `general.type`, such as `model`, `adapter` or `mmproj`; nil without one.
  let generalType: String?
  /// The integers under keys that start with `split.`, such as `split.count`; empty unless the file is a part of a
  /// split model.
  let splits: [String: Int]
  /// The tensors of the file.
  private(set) var tensors = TensorPatterns()
  /// How many tensors the file has.
  let tensorCount: Int
  /// How many elements the tensors have together.
  private(set) var elementCount = 0
  /// The end of the last tensor, in bytes after the start of the tensors' data. Tensors of unknown types have no size
  /// here.
  private var dataEnd = 0

  private static let maximumKeyCount = 100_000
  private static let maximumTensorCount = 10_000_000
  private static let maximumDimension = 1 << 32
  private static let maximumRank = 8
  /// The maximum number of elements that a type packs into one byte.
  private static let maximumElementsPerByte = 8

  /// Reads the header of a file.
  ///
  /// - Parameter number: the number of the file among the model's files, from 0.
  /// - Throws: ``Failure`` when the file cannot be read, or breaks the format.
  init(_ file: any WeightFile, number: Int = 0) throws(Failure) {
    var cursor = GGUFCursor(file)
    try GGUFHeader.readVersion(&cursor)
    let tensorCount = try cursor.size(limit: GGUFHeader.maximumTensorCount, "the number of tensors")
    let keyCount = try cursor.size(limit: GGUFHeader.maximumKeyCount, "the number of keys")
    var metadata = GGUFMetadata()
    for _ in 0..<keyCount { try metadata.readPair(&cursor) }
    self.metadata = metadata.finish()
    architecture = metadata.architecture
    generalType = metadata.generalType
    splits = metadata.splits
    self.tensorCount = tensorCount
    for _ in 0..<tensorCount { try readTensor(&cursor, file: number) }
    try checkSize(cursor, alignment: metadata.alignment)
  }

  private static func readVersion(_ cursor: inout GGUFCursor) throws(Failure) {
    guard try cursor.integer(4) == 0x4655_4747 else {
      if cursor.isAtLFSPointer { throw cursor.invalid(LFSPointer.reason, hint: LFSPointer.hint) }
      throw cursor.invalid("it does not start with 'GGUF'")
    }
    var version = UInt32(truncatingIfNeeded: try cursor.integer(4))
    // The version is small. If its byte order is big-endian, the lower 16 bits of the number read here are zero.
    let isBigEndian = version & 0xFFFF == 0
    if isBigEndian { version = version.byteSwapped }
    guard (1...3).contains(version) else { throw cursor.invalid("its version \(version) is not one of 1, 2 and 3") }
    cursor.expect(bigEndian: isBigEndian, lengthWidth: version == 1 ? 4 : 8)
  }

  private mutating func readTensor(_ cursor: inout GGUFCursor, file: Int) throws(Failure) {
    let name = try cursor.string()
    guard name.utf8.count <= TensorPatterns.maximumNameBytes else {
      throw cursor.invalid(
        "a tensor's name has \(name.utf8.count) bytes, expected at most \(TensorPatterns.maximumNameBytes)")
    }
    let rank = try cursor.size(4, limit: GGUFHeader.maximumRank, "the rank of a tensor")
    var shape: [Int] = []
    var count = 1
    for _ in 0..<rank {
      let dimension = try cursor.size(limit: GGUFHeader.maximumDimension, "a dimension")
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw GGUFHeader.tooMany(cursor) }
      count = product
      shape.append(dimension)
    }
    let number = Int(truncatingIfNeeded: try cursor.integer(4))
    let type = GGMLType.numbered(number)
    let offset = try cursor.size(8, limit: Int.max, "the offset of a tensor")
    let (sum, overflow) = elementCount.addingReportingOverflow(count)
    guard !overflow else { throw GGUFHeader.tooMany(cursor) }
    elementCount = sum
    let dtype = type?.name.description ?? "type \(number)"
    try extendData(to: offset, count, type, cursor)
    do throws(TensorPatterns.TooLarge) {
      try tensors.add(name, dtype: dtype, shape: shape.reversed(), file: file)
    } catch {
      throw error.failure
    }
  }

  private static func tooMany(_ cursor: GGUFCursor) -> Failure {
    cursor.invalid("the number of elements of its tensors does not fit into 64 bits")
  }

  /// Moves ``dataEnd`` to the end of a tensor, if that is later. A tensor of an unknown size counts as empty.
  private mutating func extendData(
    to offset: Int, _ count: Int, _ type: GGMLType?, _ cursor: GGUFCursor
  ) throws(Failure) {
    let sized = type.flatMap { $0.hasAmbiguousNumber ? nil : $0 }
    let (blocks, blockSize) = sized.map { (count / $0.weightsPerBlock, $0.bytesPerBlock) } ?? (0, 0)
    let size = blocks.multipliedReportingOverflow(by: blockSize)
    let end = offset.addingReportingOverflow(size.partialValue)
    guard !size.overflow, !end.overflow else { throw GGUFHeader.tooMany(cursor) }
    dataEnd = max(dataEnd, end.partialValue)
  }

  /// Checks that the file can contain the tensors, if its size is known.
  private func checkSize(_ cursor: GGUFCursor, alignment: Int) throws(Failure) {
    guard let size = cursor.fileSize else { return }
    guard elementCount / GGUFHeader.maximumElementsPerByte <= size else {
      throw cursor.invalid("its tensors have \(elementCount) elements, too many for a file of \(size) bytes")
    }
    let dataStart = (cursor.position + alignment - 1) / alignment * alignment
    guard tensorCount == 0 || dataEnd <= size - dataStart else {
      throw cursor.invalid("it has \(size) bytes, but its tensors end \(dataEnd) bytes after byte \(dataStart)")
    }
  }
}

extension GGUFHeader {
  /// Whether the file is not a model by itself, but belongs to one: a draft model, an adapter, a projector, or any
  /// other file whose `general.type` is not `model`.
  var isAuxiliary: Bool {
    if let generalType, generalType != "model" { return true }
    return architecture.map(AuxiliaryGGUF.contains) ?? false
  }
}
