import Files
import Platform

/// The temporary files of ``CacheDirectory`` that remain when a run is killed.
enum CacheLeftovers {
  /// The start and end of the names of temporary files. Those of huggingface_hub have the same suffix, but another
  /// prefix.
  static let prefix = "hf-fetch."
  static let suffix = ".incomplete"

  /// Removes the temporary files in a directory, except locked ones, which another run is writing.
  static func remove(in directory: String) {
    for name in (try? FilePath.names(in: directory)) ?? [] where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      removeUnlessLocked(directory + "/" + name)
    }
  }

  private static func removeUnlessLocked(_ path: String) {
    guard let file = try? OpenFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) else { return }
    withExtendedLifetime(file) {
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    }
  }
}
