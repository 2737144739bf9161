import Platform

extension FileReplacement {
  /// A file with a temporary name that is left because a run was killed while it replaced a file.
  public struct LeftoverFile: Sendable {
    /// The path of the leftover file.
    public let path: String
    /// Whether it is the old file, which was replaced but not removed. Otherwise it is a new file that was never used.
    public let isOldFile: Bool
    /// The number of hard links.
    public let linkCount: Int
  }

  /// The files that killed runs left. While this is called, no run may replace the file.
  ///
  /// - Parameters:
  ///   - path: the file that the runs were to replace.
  ///   - directory: where to look; nil for the file's directory.
  ///   - stem: what a temporary name has instead of the file's name; nil for the file's name.
  /// - Returns: the leftover files; none if the directory cannot be read.
  public static func leftovers(of path: String, directory: String? = nil, stem: String? = nil) -> [LeftoverFile] {
    let name = TemporaryName(of: path, in: directory, stem: stem)
    let current = FileStatus(path: path)
    return (try? FilePath.names(in: name.directory))?.compactMap { entry in
      guard let inode = name.inode(inName: entry) else { return nil }
      let leftover = FilePath.join(name.directory, entry)
      guard let status = FileStatus(linkAt: leftover), status.isRegular else { return nil }
      // The temporary name has the inode number of the new file. After the exchange, the old file has this name, and
      // the new file is at `path`.
      guard inode == status.inode || inode == current?.inode else { return nil }
      return LeftoverFile(path: leftover, isOldFile: inode != status.inode, linkCount: status.linkCount)
    } ?? []
  }
}
