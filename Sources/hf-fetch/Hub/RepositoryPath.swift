/// Checks paths of files in a repository, which the Hub, an index file or a directory lists.
enum RepositoryPath {
  private static let maximumBytes = 1024

  /// Whether a path leads to a file inside the repository, both in a URL and on disk.
  static func isSafe(_ path: String) -> Bool {
    guard !path.isEmpty, path.utf8.count <= maximumBytes, !path.contains("://") else { return false }
    guard path.utf8.allSatisfy({ $0 > 0x1F && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
    return path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
    }
  }
}
