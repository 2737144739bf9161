import Files
import Platform

/// The files in a local directory and its subdirectories.
enum LocalFiles {
  /// The maximum depth of subdirectories.
  private static let deepest = 8

  /// The regular files in a folder and its subfolders, sorted by path. Links to files count as files; links to folders
  /// are not followed.
  static func list(in folder: String) -> [ModelInfo.File] {
    var files: [ModelInfo.File] = []
    list(folder, prefix: "", depth: 0, &files)
    return files.sorted { $0.path < $1.path }
  }

  private static func list(_ folder: String, prefix: String, depth: Int, _ files: inout [ModelInfo.File]) {
    guard depth < deepest, let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory), files.count < WeightFileSet.mostFiles {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      var status = stat()
      guard name != ".", name != "..", lstat(folder + "/" + name, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        list(folder + "/" + name, prefix: prefix + name + "/", depth: depth + 1, &files)
      } else if let status = FileStatus(path: folder + "/" + name), status.isRegular,
        let file = ModelInfo.File(path: prefix + name, size: status.size)
      {
        files.append(file)
      }
    }
  }

  /// An absolute path with links followed; the path unchanged when it does not exist.
  static func absolutePath(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
