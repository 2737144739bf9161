import CommandLineTool
import JSON
import Platform

/// The content of a regular file, read once into memory, ready for a ``JSONParser``.
public final class LoadedFile {
  private let storage: UnsafeMutablePointer<UInt8>
  /// The file's path.
  public let path: String
  /// The status of the file when it was read.
  public let status: FileStatus
  /// The size of the content in bytes.
  public let count: Int

  /// The address of the content, which is followed by ``JSONParser/padding`` zero bytes. Valid while the object exists.
  public var base: UnsafePointer<UInt8> { UnsafePointer(storage) }
  /// The content. Valid while the object exists.
  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storage, count: count) }

  /// Reads an open file from its start.
  ///
  /// - Parameters:
  ///   - file: a regular file.
  ///   - limit: a size in bytes; a file of this size or more is refused.
  /// - Throws: ``FileError`` when the file is not a regular file, is too large, cannot be read, or changes while it is
  ///   read.
  public init(_ file: OpenFile, limit: Int) throws(FileError) {
    path = file.path
    status = try file.status()
    guard status.isRegular else { throw FileError("read", path, .notRegular) }
    guard status.size < limit else { throw FileError("read", path, .tooLarge(limit: limit)) }
    count = status.size
    storage = try LoadedFile.allocate(count + JSONParser.padding, for: path)
    (storage + count).initialize(repeating: 0, count: JSONParser.padding)
    try fill(from: file)
  }

  deinit { free(storage) }

  /// Whether the content of another file is equal.
  public func hasSameContent(as other: LoadedFile) -> Bool {
    withExtendedLifetime((self, other)) { bytes.elementsEqual(other.bytes) }
  }

  /// The size of a huge page in bytes, on most systems.
  private static let hugePage = 1 << 21

  /// Allocates memory, for a large file in huge pages if the system has them, because each page of 4 kB takes a page
  /// fault. Without huge pages, computing an import into 100,000 entries (80 MB) takes 27 % more processor time.
  private static func allocate(_ count: Int, for path: String) throws(FileError) -> UnsafeMutablePointer<UInt8> {
    var memory: UnsafeMutableRawPointer?
    let isLarge = count >= 2 * hugePage
    let status = posix_memalign(&memory, isLarge ? hugePage : 64, count)
    guard status == 0, let memory else { throw FileError("read", path, .system(status)) }
    #if os(Linux)
      if isLarge { madvise(memory, count, MADV_HUGEPAGE) }
    #endif
    return memory.bindMemory(to: UInt8.self, capacity: count)
  }

  private func fill(from file: OpenFile) throws(FileError) {
    var filled = 0
    while filled < count {
      let added = pread(file.descriptor, storage + filled, count - filled, off_t(filled))
      if added == 0 { throw FileError("read", path, .changed) }
      if added > 0 { filled += added } else if errno != EINTR { throw .lastCall("read", path) }
    }
    guard try file.status().isUnmodified(since: status) else { throw FileError("read", path, .changed) }
  }
}
