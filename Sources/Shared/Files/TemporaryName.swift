import Platform

/// What a file is called that is to replace another: `.models.json.<inode>.new`, in hexadecimal.
///
/// The name holds the file's own inode number, so a later run can tell what a killed one left from a file that a person
/// called similarly, and leave that one alone.
struct TemporaryName {
  /// Where the file is.
  let directory: String
  private let prefix: String

  private static let suffix = ".new"
  /// A name of a file may have 255 bytes.
  private static let longestStem = 200

  /// The names for replacements of a file.
  init(of path: String, in directory: String? = nil, stem: String?) {
    let parts = FilePath(path)
    self.directory = directory ?? parts.directory
    let stem = (stem ?? parts.name).utf8.prefix(TemporaryName.longestStem)
    prefix = ".\(String(decoding: stem, as: UTF8.self))."
  }

  /// A path that says whose it is.
  ///
  /// - Parameter attempt: how often the name was taken.
  func certified(_ status: FileStatus, _ attempt: Int = 0) -> String {
    let number = String(status.inode, radix: 16)
    return FilePath.join(directory, prefix + (attempt == 0 ? number : "\(number)-\(attempt)") + TemporaryName.suffix)
  }

  /// A path for a file whose inode is not known yet.
  func random() -> String {
    FilePath.join(directory, prefix + String(UInt64.random(in: .min ... .max), radix: 16) + TemporaryName.suffix)
  }

  /// The inode number in a file's name; nil when it is no name of this kind.
  func inode(inName name: String) -> UInt64? {
    guard name.hasPrefix(prefix), name.hasSuffix(TemporaryName.suffix) else { return nil }
    let middle = name.utf8.dropFirst(prefix.utf8.count).dropLast(TemporaryName.suffix.utf8.count)
    let digits = middle.prefix { $0 != UInt8(ascii: "-") }
    let attempt = middle.dropFirst(digits.count + 1)
    guard attempt.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), digits.first != UInt8(ascii: "+") else { return nil }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}

extension FileReplacement {
  /// What a run left that was killed while it replaced a file.
  public struct Leftover: Sendable {
    /// Where it is.
    public let path: String
    /// Whether it is the old file, which the run had taken out already, and not the new one.
    public let isOldFile: Bool
    /// How many names the file has.
    public let linkCount: Int
  }

  /// What killed runs left beside a file, or in another directory. No other run may be replacing the file meanwhile.
  public static func leftovers(of path: String, directory: String? = nil, stem: String? = nil) -> [Leftover] {
    let name = TemporaryName(of: path, in: directory, stem: stem)
    let current = FileStatus(path: path)
    return (try? FilePath.names(in: name.directory))?.compactMap { entry in
      guard let inode = name.inode(inName: entry) else { return nil }
      let path = FilePath.join(name.directory, entry)
      guard let status = FileStatus(linkAt: path), status.isRegular else { return nil }
      // The new file carries its own number. Once it has changed places, the old file is found under the number of the
      // file that is in place.
      guard inode == status.inode || inode == current?.inode else { return nil }
      return Leftover(path: path, isOldFile: inode != status.inode, linkCount: status.linkCount)
    } ?? []
  }
}
