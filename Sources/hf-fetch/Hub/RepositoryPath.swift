/// Paths of files in a repository, as the Hub, an index or a listing states them.
enum RepositoryPath {
  /// The longest path, in bytes.
  private static let longest = 1024

  /// Whether a path stays inside the repository's folder, in URLs as on disk.
  static func isSafe(_ path: String) -> Bool {
    guard !path.isEmpty, path.utf8.count <= longest, !path.contains("://") else { return false }
    guard path.utf8.allSatisfy({ $0 > 0x1F && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
    return path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
    }
  }
}
