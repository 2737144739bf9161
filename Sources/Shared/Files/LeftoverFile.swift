import Platform

extension FileReplacement {
  /// A file that a killed run left: it ended while it replaced a file.
  public struct LeftoverFile: Sendable {
    /// Its path.
    public let path: String
    /// Whether it is the old file, already exchanged, and not the new one.
    public let isOldFile: Bool
    /// The number of hard links.
    public let linkCount: Int
  }

  /// The leftover files of killed runs, in the directory of a file or another one. No other run may be replacing the
  /// file.
  public static func leftovers(of path: String, directory: String? = nil, stem: String? = nil) -> [LeftoverFile] {
    let name = TemporaryName(of: path, in: directory, stem: stem)
    let current = FileStatus(path: path)
    return (try? FilePath.names(in: name.directory))?.compactMap { entry in
      guard let inode = name.inode(inName: entry) else { return nil }
      let path = FilePath.join(name.directory, entry)
      guard let status = FileStatus(linkAt: path), status.isRegular else { return nil }
      // A new file's name contains its own inode. After an exchange, the old file has that name, so the inode in its
      // name is that of the file in place.
      guard inode == status.inode || inode == current?.inode else { return nil }
      return LeftoverFile(path: path, isOldFile: inode != status.inode, linkCount: status.linkCount)
    } ?? []
  }
}
