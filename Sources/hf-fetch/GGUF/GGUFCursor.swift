import ModelSpec

/// Reads the front of a GGUF file in order, piece by piece, in bounded memory.
struct GGUFCursor {
  private let file: any WeightFile
  private var piece: [UInt8] = []
  /// Where the piece starts in the file.
  private var pieceStart = 0
  private var pieceSize = 2 << 20
  private var isBigEndian = false
  /// Where the next value is read, in bytes from the file's start.
  private(set) var position = 0
  /// The size of the file in bytes, once a piece has told it.
  private(set) var fileSize: Int?

  /// A header ends before this many bytes: tokenizers make most of it, up to some 15 MB.
  static let headerLimit = 100_000_000
  private static let largestPiece = 16 << 20
  /// The longest name or text that is read; longer ones are an error.
  private static let stringLimit = 10_000_000

  init(_ file: any WeightFile) { self.file = file }

  /// The file's name.
  var name: String { file.name }

  /// The failure for a file that breaks the format.
  func invalid(_ reason: String) -> Failure {
    Failure(
      .badResponse, stage: .fetch, message: "'\(file.name)' is no readable GGUF file: \(reason)",
      hint: "name a file of the repository that is, by its address")
  }

  /// Sets the byte order of what follows.
  mutating func readBigEndian() { isBigEndian = true }

  /// Reads an unsigned integer of `width` bytes.
  mutating func integer(_ width: Int) throws(Failure) -> UInt64 {
    try need(width)
    let start = position - pieceStart
    position += width
    var value: UInt64 = 0
    for index in 0..<width {
      let byte = UInt64(piece[start + index])
      value = isBigEndian ? value << 8 | byte : value | byte << UInt64(8 * index)
    }
    return value
  }

  /// Reads a count or size that must not exceed a limit.
  mutating func size(_ width: Int = 8, limit: Int, _ what: String) throws(Failure) -> Int {
    guard let value = Int(exactly: try integer(width)), value <= limit else {
      throw invalid("\(what) is impossibly large")
    }
    return value
  }

  /// Reads a string.
  mutating func string(lengthWidth: Int) throws(Failure) -> String {
    let length = try size(lengthWidth, limit: GGUFCursor.stringLimit, "a string")
    try need(length)
    let start = position - pieceStart
    position += length
    return String(decoding: piece[start..<(start + length)], as: UTF8.self)
  }

  /// Passes over bytes, without reading those that are not there yet.
  mutating func skip(_ count: Int) throws(Failure) {
    guard count <= GGUFCursor.headerLimit - position else { throw tooLong }
    position += count
  }

  private mutating func need(_ count: Int) throws(Failure) {
    if position + count <= pieceStart + piece.count { return }
    guard position + count <= GGUFCursor.headerLimit else { throw tooLong }
    let kept = position < pieceStart + piece.count ? Array(piece[(position - pieceStart)...]) : []
    let start = position + kept.count
    let next = try file.read(start..<(start + max(pieceSize, count - kept.count)), isEnough: nil)
    fileSize = fileSize ?? next.fileSize
    piece = kept + next.bytes
    pieceStart = position
    pieceSize = min(pieceSize * 2, GGUFCursor.largestPiece)
    guard piece.count >= count else { throw invalid("its header is cut short") }
  }

  private var tooLong: Failure {
    Failure(
      .tooLarge, stage: .fetch, message: "the header of '\(file.name)' is longer than \(GGUFCursor.headerLimit) bytes",
      hint: "this is no usual model")
  }
}
