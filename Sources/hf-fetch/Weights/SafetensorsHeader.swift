import CommandLineTool
import ModelSpec

/// The header of a safetensors file: its length in eight bytes, little-endian, then JSON that describes the tensors.
///
/// A header is read in pieces, so memory does not grow with its length.
enum SafetensorsHeader {
  /// The maximum length of a header in bytes. The limit of huggingface_hub and huggingface.js is 25 MB.
  static let maximumBytes = 100_000_000
  /// The size of the first piece in bytes. Nearly every header is shorter.
  static let firstPieceSize = 1 << 20

  /// The size of a file, and where the data of its tensors starts.
  struct Layout: Sendable {
    /// The size of the file in bytes; nil when unknown.
    let fileSize: Int?
    /// The offset of the tensors' data in the file: the end of the header.
    let dataStart: Int
  }

  /// Calls `visit` for each tensor of a file, in the header's order, after checking that the file can contain it.
  ///
  /// - Returns: the size of the file in bytes; nil when unknown.
  /// - Throws: ``Failure`` when the header cannot be read, is too long, has no tensors, or has a tensor with an invalid
  ///   name, dtype, shape or range of data; also when `visit` throws one.
  static func forEachTensor(
    of file: some WeightFile, _ visit: (SafetensorsTensor) throws(Failure) -> Void
  ) throws(Failure) -> Int? {
    let first = try file.read(0..<firstPieceSize) { isComplete($0) }
    if LFSPointer.isStart(of: first.bytes) { throw invalid(file.name, LFSPointer.reason, hint: LFSPointer.hint) }
    guard let length = length(first.bytes), length > 0 else {
      throw invalid(file.name, "it does not start with a header")
    }
    if let size = first.fileSize, length > size - 8 {
      throw invalid(file.name, "its header is longer than the file")
    }
    guard length <= maximumBytes else {
      throw Failure(
        .tooLarge, stage: .fetch,
        message: "the header of '\(file.name)' has \(length) bytes, expected at most \(maximumBytes)",
        hint: "state the parameters with --params")
    }
    let layout = Layout(fileSize: first.fileSize, dataStart: 8 + length)
    let scanner = SafetensorsHeaderScanner(file, first: first.bytes, end: layout.dataStart)
    var isEmpty = true
    try scanner.forEachMember { (name, value) throws(Failure) in
      guard let tensor = SafetensorsTensor(name, value, layout) else {
        let shown = String(name.prefix(200)).escapingControlCharacters()
        throw invalid(file.name, "tensor '\(shown)' has an invalid name, dtype, shape or data_offsets")
      }
      isEmpty = false
      try visit(tensor)
    }
    if isEmpty { throw invalid(file.name, "it has no tensors") }
    return layout.fileSize
  }

  /// The length of the JSON in bytes; nil if there are fewer than eight bytes, or it does not fit into an Int.
  private static func length(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 8 else { return nil }
    return Int(exactly: bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// Whether the bytes contain the whole header, or show that it is too long.
  private static func isComplete(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8 else { return false }
    guard let length = length(bytes), length <= maximumBytes else { return true }
    return bytes.count >= 8 + length
  }

  /// The failure for a file that breaks the format.
  static func invalid(
    _ name: String, _ reason: String, hint: String = "download or upload the file again"
  ) -> Failure {
    Failure(
      .badResponse, stage: .fetch, message: "'\(name)' is not a valid safetensors file: \(reason)", hint: hint)
  }
}
