/// A Git LFS pointer: the small text file that git leaves in the place of a weight file when LFS is not installed.
enum LFSPointer {
  /// The reason in the failure for a weight file that is a pointer.
  static let reason = "it is a Git LFS pointer, not the file itself"
  /// The hint of that failure.
  static let hint = "run 'git lfs pull'"

  /// Whether the bytes at the start of a file are those of a pointer.
  static func isStart(of bytes: [UInt8]) -> Bool { bytes.starts(with: "version https://git-lfs".utf8) }
}
