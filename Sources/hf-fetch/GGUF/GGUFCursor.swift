import ModelSpec

/// Reads the header of a GGUF file in order, piece by piece, in bounded memory.
struct GGUFCursor {
  private let file: any WeightFile
  private var piece: [UInt8] = []
  /// Where the piece starts in the file.
  private var pieceStart = 0
  private var pieceSize = 1 << 20
  private var isBigEndian = false
  /// The width of lengths and counts in bytes; version 1 has another one.
  private var lengthWidth = 8
  /// Where the next value is read, in bytes from the start of the file.
  private(set) var position = 0
  /// The size of the file in bytes, as far as it is known.
  private(set) var fileSize: Int?

  /// The longest header that is read, in bytes. Most of a header is the tokenizer, up to about 15 MB.
  static let headerLimit = 100_000_000
  /// The most that is requested at a time, in bytes. Three copies of it can be in memory.
  private static let largestPiece = 4 << 20
  /// The longest string that is read, in bytes.
  private static let textLimit = 10_000_000

  /// Starts at the beginning of a file.
  init(_ file: any WeightFile) { self.file = file }

  /// The file's name, for messages.
  var name: String { file.name }

  /// The failure for a file that breaks the format.
  func invalid(_ reason: String) -> Failure {
    Failure(
      .badResponse, stage: .fetch, message: "'\(file.name)' is not a readable GGUF file: \(reason)",
      hint: "give the URL of another GGUF file of the repository")
  }

  /// Sets the byte order and the width of lengths of what follows.
  mutating func expect(bigEndian: Bool, lengthWidth: Int) {
    isBigEndian = bigEndian
    self.lengthWidth = lengthWidth
  }

  /// Reads an unsigned integer of `width` bytes.
  ///
  /// - Throws: ``Failure``.
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

  /// Reads a count or length that must not exceed a limit.
  ///
  /// - Parameters:
  ///   - width: its width in bytes; nil for that of lengths.
  ///   - what: its name in messages.
  /// - Throws: ``Failure``.
  mutating func size(_ width: Int? = nil, limit: Int, _ what: String) throws(Failure) -> Int {
    let value = try integer(width ?? lengthWidth)
    guard let size = Int(exactly: value), size <= limit else {
      throw invalid("\(what) is \(value), more than \(limit)")
    }
    return size
  }

  /// Reads a string.
  ///
  /// - Throws: ``Failure``.
  mutating func string() throws(Failure) -> String {
    let length = try size(limit: GGUFCursor.textLimit, "the length of a string")
    try need(length)
    let start = position - pieceStart
    position += length
    return String(decoding: piece[start..<(start + length)], as: UTF8.self)
  }

  /// Skips bytes, without reading those that are not loaded yet.
  ///
  /// - Throws: ``Failure``.
  mutating func skip(_ count: Int) throws(Failure) {
    guard count <= GGUFCursor.headerLimit - position else { throw tooLong }
    position += count
  }

  private mutating func need(_ count: Int) throws(Failure) {
    if position + count <= pieceStart + piece.count { return }
    guard position + count <= GGUFCursor.headerLimit else { throw tooLong }
    let kept = position < pieceStart + piece.count ? Array(piece[(position - pieceStart)...]) : []
    piece = []
    let start = position + kept.count
    let next = try file.read(start..<(start + max(pieceSize, count - kept.count)), isEnough: nil)
    fileSize = fileSize ?? next.fileSize
    piece = kept.isEmpty ? next.bytes : kept + next.bytes
    pieceStart = position
    pieceSize = min(pieceSize * 2, GGUFCursor.largestPiece)
    guard piece.count >= count else { throw invalid("the file ends inside its header") }
  }

  private var tooLong: Failure {
    Failure(
      .tooLarge, stage: .fetch, message: "the header of '\(file.name)' is longer than \(GGUFCursor.headerLimit) bytes",
      hint: "give the URL of another GGUF file of the repository")
  }
}
