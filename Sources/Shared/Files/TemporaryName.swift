import Platform

/// The names of a temporary file that will replace another: `.models.json.<inode>.new`.
///
/// `<inode>` is the inode number of the temporary file, in hexadecimal. By this number, a later run recognizes the file
/// of a killed run, and does not remove a file that a user gave a similar name.
struct TemporaryName {
  /// The directory of the temporary file.
  let directory: String
  private let prefix: String

  private static let suffix = ".new"
  /// The maximum length of the stem in bytes. On most file systems, a whole name can have 255.
  private static let longestStem = 200

  /// The names of temporary files for a file.
  ///
  /// - Parameters:
  ///   - path: the file that is to be replaced.
  ///   - directory: the directory of the temporary file; nil for that of the file.
  ///   - stem: what the name has instead of the file's name; nil for the file's name.
  init(of path: String, in directory: String? = nil, stem: String?) {
    let parts = FilePath(path)
    self.directory = directory ?? parts.directory
    let stem = (stem ?? parts.name).utf8.prefix(TemporaryName.longestStem)
    prefix = ".\(String(decoding: stem, as: UTF8.self))."
  }

  /// The path with the temporary file's inode number.
  ///
  /// - Parameters:
  ///   - status: the status of the temporary file.
  ///   - attempt: how many paths with this inode number exist already. If there are any, the name ends in
  ///     `<inode>-<attempt>.new`.
  func pathWithInode(_ status: FileStatus, _ attempt: Int = 0) -> String {
    let number = String(status.inode, radix: 16)
    return FilePath.join(directory, prefix + (attempt == 0 ? number : "\(number)-\(attempt)") + TemporaryName.suffix)
  }

  /// A path with a random number, for a file that is not created yet, so that its inode number is not known.
  func randomPath() -> String {
    FilePath.join(directory, prefix + String(UInt64.random(in: .min ... .max), radix: 16) + TemporaryName.suffix)
  }

  /// The inode number in the name of a file; nil when it is not the name of such a temporary file.
  func inode(inName name: String) -> UInt64? {
    guard name.hasPrefix(prefix), name.hasSuffix(TemporaryName.suffix) else { return nil }
    let middle = name.utf8.dropFirst(prefix.utf8.count).dropLast(TemporaryName.suffix.utf8.count)
    let digits = middle.prefix { $0 != UInt8(ascii: "-") }
    let attempt = middle.dropFirst(digits.count + 1)
    guard attempt.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), digits.first != UInt8(ascii: "+") else { return nil }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
