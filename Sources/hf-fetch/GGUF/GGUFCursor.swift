import ModelSpec

/// Reads the header of a GGUF file in order, piece by piece, in bounded memory.
///
/// Each read throws a ``Failure`` when the file cannot be read or ends too early, or the header is longer than
/// ``maximumHeaderBytes``.
struct GGUFCursor {
  private let file: any WeightFile
  /// The bytes of the file that are in memory.
  private var piece: [UInt8] = []
  /// The offset of the piece in the file.
  private var pieceStart = 0
  /// How many bytes are read next. The number doubles with each piece, up to ``maximumPieceBytes``.
  private var pieceSize = 1 << 20
  private var isBigEndian = false
  /// The width of lengths and counts in bytes: 4 in version 1 of the format, 8 in later versions.
  private var lengthWidth = 8
  /// The offset of the next value in the file.
  private(set) var position = 0
  /// The size of the file in bytes; nil when unknown, and before the first read.
  private(set) var fileSize: Int?

  /// The maximum size of a header in bytes. Most of a header is the tokenizer, which takes up to about 15 MB.
  static let maximumHeaderBytes = 100_000_000
  /// The maximum number of bytes that are read at once. Only for a longer string, more are read.
  private static let maximumPieceBytes = 4 << 20
  private static let maximumStringBytes = 10_000_000

  /// Starts at the beginning of a file.
  init(_ file: any WeightFile) { self.file = file }

  /// The file's name, for messages.
  var name: String { file.name }

  /// The failure for a file that breaks the format.
  ///
  /// - Parameter hint: what to do next; nil to name another file or download this one again.
  func invalid(_ reason: String, hint: String? = nil) -> Failure {
    Failure(
      .badResponse, stage: .fetch, message: "'\(file.name)' is not a readable GGUF file: \(reason)",
      hint: hint ?? otherFileHint)
  }

  /// Whether the piece in memory starts with a Git LFS pointer.
  var isAtLFSPointer: Bool { LFSPointer.isStart(of: piece) }

  /// The hint of failures that concern the file.
  var otherFileHint: String { GGUFCursor.otherFileHint(isInDirectory: file.isInDirectory) }

  /// The hint of failures that concern a single GGUF file. Only in a repository can the user name another one.
  static func otherFileHint(isInDirectory: Bool) -> String {
    isInDirectory
      ? "download the file again, or move it out of the directory, so that another GGUF file is read"
      : "give the URL of another GGUF file of the repository"
  }

  /// Sets the byte order, and the width of lengths in bytes, of everything that is read from now on.
  mutating func expect(bigEndian: Bool, lengthWidth: Int) {
    isBigEndian = bigEndian
    self.lengthWidth = lengthWidth
  }

  /// Reads an unsigned integer.
  ///
  /// - Parameter width: its width in bytes.
  mutating func integer(_ width: Int) throws(Failure) -> UInt64 {
    try load(width)
    let start = position - pieceStart
    position += width
    var value: UInt64 = 0
    for index in 0..<width {
      let byte = UInt64(piece[start + index])
      value = isBigEndian ? value << 8 | byte : value | byte << UInt64(8 * index)
    }
    return value
  }

  /// Reads an unsigned integer that must not exceed a limit.
  ///
  /// - Parameters:
  ///   - width: its width in bytes; if nil, the width of lengths and counts.
  ///   - limit: the largest valid value.
  ///   - name: what the integer is, for messages, such as `the number of keys`.
  /// - Throws: ``Failure``, also when the integer exceeds the limit.
  mutating func size(_ width: Int? = nil, limit: Int, _ name: String) throws(Failure) -> Int {
    let value = try integer(width ?? lengthWidth)
    guard let size = Int(exactly: value), size <= limit else {
      throw invalid("\(name) is \(value), expected at most \(limit)")
    }
    return size
  }

  /// Reads a string: its length, then its bytes. Invalid UTF-8 is replaced by U+FFFD.
  mutating func string() throws(Failure) -> String {
    let length = try size(limit: GGUFCursor.maximumStringBytes, "the length of a string")
    try load(length)
    let start = position - pieceStart
    position += length
    return String(decoding: piece[start..<(start + length)], as: UTF8.self)
  }

  /// Skips this many bytes. Those that are not in the current piece are never read from the file.
  mutating func skip(_ count: Int) throws(Failure) {
    guard count <= GGUFCursor.maximumHeaderBytes - position else { throw tooLong }
    position += count
  }

  /// Reads a piece from the file, unless the current one has the next `count` bytes.
  private mutating func load(_ count: Int) throws(Failure) {
    if position + count <= pieceStart + piece.count { return }
    guard position + count <= GGUFCursor.maximumHeaderBytes else { throw tooLong }
    let rest = position < pieceStart + piece.count ? Array(piece[(position - pieceStart)...]) : []
    piece = []
    let start = position + rest.count
    let next = try file.read(start..<(start + max(pieceSize, count - rest.count)), isEnough: nil)
    fileSize = fileSize ?? next.fileSize
    piece = rest.isEmpty ? next.bytes : rest + next.bytes
    pieceStart = position
    pieceSize = min(pieceSize * 2, GGUFCursor.maximumPieceBytes)
    guard piece.count >= count else { throw invalid("the file ends inside its header") }
  }

  private var tooLong: Failure {
    Failure(
      .tooLarge, stage: .fetch,
      message: "the header of '\(file.name)' is longer than \(GGUFCursor.maximumHeaderBytes) bytes",
      hint: otherFileHint)
  }
}
