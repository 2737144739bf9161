import Platform

/// The temporary files of ``CacheDirectory`` that remain when a run is killed.
enum CacheLeftovers {
  /// The start and end of the names of temporary files. Those of huggingface_hub have the same suffix, but another
  /// prefix.
  static let prefix = "hf-fetch."
  static let suffix = ".incomplete"

  /// Removes the temporary files in a directory, except locked ones, which another run is writing.
  static func remove(in directory: String) {
    guard let stream = opendir(directory) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix), name.hasSuffix(suffix) { removeUnlessLocked(directory + "/" + name) }
    }
  }

  private static func removeUnlessLocked(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
  }
}
