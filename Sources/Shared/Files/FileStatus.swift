public import Platform

/// What `stat` reports about a file. Two values are equal only if they are of the same file and it has not changed.
public struct FileStatus: Sendable, Equatable {
  private let device: UInt64
  /// The inode number.
  public let inode: UInt64
  /// The time of the last change of the content.
  private let modified: Timestamp
  /// The time of the last change of the content, a name, the permissions or the owner.
  private let changed: Timestamp
  /// The number of hard links.
  public let linkCount: Int
  /// The size in bytes.
  public let size: Int
  /// The permission bits, with the set-user-ID, set-group-ID and sticky bits.
  public let permissions: mode_t
  /// The id of the owner.
  public let owner: uid_t
  /// The id of the group.
  public let group: gid_t
  /// The type of the file.
  public let kind: Kind
  /// Whether it is a regular file.
  public var isRegular: Bool { kind == .regular }

  /// The types of file that need to be distinguished. `other` is a block device, a socket, or a symbolic link that was
  /// not followed.
  public enum Kind: Sendable, Equatable {
    case regular, directory, characterDevice, pipe, other

    init(mode: mode_t) {
      switch mode & S_IFMT {
      case S_IFREG: self = .regular
      case S_IFDIR: self = .directory
      case S_IFCHR: self = .characterDevice
      case S_IFIFO: self = .pipe
      default: self = .other
      }
    }
  }

  private struct Timestamp: Sendable, Equatable {
    let seconds: Int
    let nanoseconds: Int

    init(_ time: timespec) {
      seconds = Int(time.tv_sec)
      nanoseconds = Int(time.tv_nsec)
    }
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    #if canImport(Darwin)
      modified = Timestamp(status.st_mtimespec)
      changed = Timestamp(status.st_ctimespec)
    #else
      modified = Timestamp(status.st_mtim)
      changed = Timestamp(status.st_ctim)
    #endif
    linkCount = Int(status.st_nlink)
    size = Int(status.st_size)
    permissions = mode_t(status.st_mode & 0o7777)
    owner = status.st_uid
    group = status.st_gid
    kind = Kind(mode: status.st_mode)
  }

  /// The status of an open file; nil when the descriptor is not open.
  public init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The status of the file at a path, after following links; nil when there is no file, or its directory cannot be
  /// searched.
  public init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The status of the file or symbolic link at a path, without following links; nil when there is neither, or
  /// the directory cannot be searched.
  public init?(linkAt path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Whether both are the status of the same file. The file may have changed in between.
  public func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }

  /// Whether both are the status of the same file with the same size and time of modification. The names, permissions
  /// and owner of the file may have changed.
  public func isUnmodified(since other: FileStatus) -> Bool {
    isSameFile(as: other) && size == other.size && modified == other.modified
  }
}
