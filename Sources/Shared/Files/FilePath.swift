import CommandLineTool
import JSON
import Platform

/// A parsed path: the directory of a file, and its name in that directory.
public struct FilePath: Sendable, Equatable {
  /// The directory; `.` if the path has no slash.
  public let directory: String
  /// The last component; empty if the path ends with a slash.
  public let name: String

  /// Parses a path.
  public init(_ path: String) {
    guard let slash = path.lastIndex(of: "/") else {
      (directory, name) = (".", path)
      return
    }
    directory = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }

  /// The path of another file in the same directory.
  public func sibling(_ other: String) -> String { FilePath.join(directory, other) }

  /// The path of a file in a directory; only the name if the directory is `.`.
  public static func join(_ directory: String, _ name: String) -> String {
    switch directory {
    case ".": name
    case _ where directory.hasSuffix("/"): directory + name
    default: directory + "/" + name
    }
  }

  /// The path itself; for a symbolic link, the absolute path of its target.
  ///
  /// - Throws: ``FileError`` when a link cannot be followed.
  public static func followingLink(_ path: String) throws(FileError) -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
    guard let resolved = absolute(path) else { throw .lastCall("follow", path) }
    return resolved
  }

  /// The absolute path of an existing file, without links; nil if that fails, and `errno` says why.
  public static func absolute(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names of all entries of a directory, `.` and `..` included.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read.
  public static func names(in directory: String) throws(FileError) -> [String] {
    guard let stream = opendir(directory) else { throw .lastCall("read", directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      // `readdir` returns nil both at the end and on an error; only an error sets errno.
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .lastCall("read", directory) }
        return names
      }
      withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { names.append(String(cString: $0)) }
      }
    }
  }
}
