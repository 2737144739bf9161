import Files

/// The files in a local directory and its subdirectories.
enum LocalFiles {
  /// How many levels of directories are listed, the first included. Files in deeper ones are left out.
  private static let maximumDepth = 8

  /// The regular files in a directory and its subdirectories, sorted by path; nil if there are more than
  /// ``WeightFileSet/maximumFileCount``. Links to files are followed, links to directories are not.
  ///
  /// Hidden files and directories are left out: `.git`, huggingface_hub's `.cache`, and the `._` files of macOS. So are
  /// subdirectories that cannot be read.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read.
  static func list(in directory: String) throws(FileError) -> [ModelInfo.File]? {
    var files: [ModelInfo.File] = []
    try list(directory, prefix: "", depth: 0, &files)
    guard files.count <= WeightFileSet.maximumFileCount else { return nil }
    return files.sorted { $0.path < $1.path }
  }

  private static func list(
    _ directory: String, prefix: String, depth: Int, _ files: inout [ModelInfo.File]
  ) throws(FileError) {
    guard depth < maximumDepth else { return }
    for name in try FilePath.names(in: directory) where files.count <= WeightFileSet.maximumFileCount {
      let path = directory + "/" + name
      guard !name.hasPrefix("."), let entry = FileStatus(linkAt: path) else { continue }
      if entry.kind == .directory {
        try? list(path, prefix: prefix + name + "/", depth: depth + 1, &files)
      } else if let status = FileStatus(path: path), status.isRegular,
        let file = ModelInfo.File(path: prefix + name, size: status.size)
      {
        files.append(file)
      }
    }
  }
}
