import Platform

/// Temporary files of killed runs.
enum CacheLeftovers {
  /// How the names of temporary files start and end. Those of the official client have the same extension, but another
  /// prefix.
  static let prefix = "hf-fetch."
  static let suffix = ".incomplete"

  /// Removes those in a folder. A file that another run is writing is locked, and is kept.
  static func remove(in folder: String) {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix), name.hasSuffix(suffix) { removeUnlessLocked(folder + "/" + name) }
    }
  }

  private static func removeUnlessLocked(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
  }
}
