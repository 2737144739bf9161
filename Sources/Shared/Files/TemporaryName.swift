import Platform

/// The name of a temporary file that will replace another: `.models.json.<inode>.new`, in hexadecimal.
///
/// The name contains the file's inode number, so a later run removes only files of killed runs, and no file that a
/// user gave a similar name.
struct TemporaryName {
  /// The directory of the file.
  let directory: String
  private let prefix: String

  private static let suffix = ".new"
  /// A file name can have 255 bytes.
  private static let longestStem = 200

  /// The temporary names for a file.
  init(of path: String, in directory: String? = nil, stem: String?) {
    let parts = FilePath(path)
    self.directory = directory ?? parts.directory
    let stem = (stem ?? parts.name).utf8.prefix(TemporaryName.longestStem)
    prefix = ".\(String(decoding: stem, as: UTF8.self))."
  }

  /// A path with the file's inode number.
  ///
  /// - Parameter attempt: how many names with this inode were already in use.
  func nameWithInode(_ status: FileStatus, _ attempt: Int = 0) -> String {
    let number = String(status.inode, radix: 16)
    return FilePath.join(directory, prefix + (attempt == 0 ? number : "\(number)-\(attempt)") + TemporaryName.suffix)
  }

  /// A path for a file whose inode is not known yet.
  func random() -> String {
    FilePath.join(directory, prefix + String(UInt64.random(in: .min ... .max), radix: 16) + TemporaryName.suffix)
  }

  /// The inode number in a file's name; nil when it is not a name of this form.
  func inode(inName name: String) -> UInt64? {
    guard name.hasPrefix(prefix), name.hasSuffix(TemporaryName.suffix) else { return nil }
    let middle = name.utf8.dropFirst(prefix.utf8.count).dropLast(TemporaryName.suffix.utf8.count)
    let digits = middle.prefix { $0 != UInt8(ascii: "-") }
    let attempt = middle.dropFirst(digits.count + 1)
    guard attempt.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), digits.first != UInt8(ascii: "+") else { return nil }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
