import CommandLineTool
public import JSON
import Platform

/// An output file that the user names besides the database: a log, a page, an export.
///
/// The path is checked before anything is read or written. It must not lead to a file that the run reads or replaces,
/// not even through a link. A regular file is replaced as a whole. A character device, or a pipe that a program reads
/// from, is written to directly.
public final class OutputFile {
  /// A file that the output must not replace.
  public struct ProtectedFile: Sendable {
    /// The path of the file.
    public let path: String
    /// What the file is, for messages, such as `the database`.
    public let role: String

    /// Protects a file.
    public init(_ path: String, role: String) {
      self.path = path
      self.role = role
    }
  }

  /// The destination of the bytes.
  private enum Destination {
    /// The path of a regular file, or of a new one, after following a link.
    case file(String)
    /// A device, or a pipe.
    case stream(OpenFile)
    /// Standard output or error, if it writes to the regular file that the path names, such as `/dev/stdout`.
    case descriptor(Int32)
  }

  /// The path that the user gave.
  public let path: String
  private let inputs: [ProtectedFile]
  private let operation: String
  private let destination: Destination
  private var replacement: FileReplacement?

  /// Checks the destination; creates and changes nothing.
  ///
  /// - Parameters:
  ///   - path: the path that the user gave.
  ///   - inputs: the files that the output must not replace. The file that standard input reads is always one of them.
  ///   - operation: the operation for an error, such as `write the log to`.
  /// - Throws: ``FileError`` when the output must not, or cannot, be written to the path.
  public init(_ path: String, apartFrom inputs: [ProtectedFile], operation: String) throws(FileError) {
    self.path = path
    self.inputs = inputs
    self.operation = operation
    guard let status = FileStatus(path: path) else {
      destination = .file(try OutputFile.newPath(path, operation))
      try refuseInputs()
      return
    }
    switch status.kind {
    case .directory: throw FileError(operation, path, .isDirectory)
    case .other: throw FileError(operation, path, .isNotWritableType)
    case .characterDevice, .pipe: destination = .stream(try OutputFile.openStream(path, operation))
    case .regular:
      if let own = [STDOUT_FILENO, STDERR_FILENO].first(where: {
        FileStatus(descriptor: $0)?.isSameFile(as: status) == true
      }) {
        destination = .descriptor(own)
      } else {
        guard access(path, W_OK) == 0 else { throw .lastCall(operation, path) }
        destination = .file(try FilePath.followingLink(path))
      }
    }
    try refuseInputs()
  }

  /// Writes the content to a temporary file, so that a full disk is noticed before anything is replaced. Content for a
  /// device, a pipe, or standard output or error is written to it at once.
  ///
  /// - Throws: ``FileError``; a regular file is then unchanged, and no temporary file is left.
  public func prepare(_ content: ByteBuffer) throws(FileError) {
    switch destination {
    case .descriptor(let descriptor): try send(content.bytes, to: descriptor)
    case .stream(let file): try send(content.bytes, to: file.descriptor)
    case .file(let path):
      let replacement = FileReplacement(of: path, purpose: .output)
      _ = try replacement.prepare([content.bytes], like: FileStatus(path: path) == nil ? nil : try openOld(path))
      self.replacement = replacement
    }
  }

  /// Opens the file to replace. It may be a file that cannot be read, but only written.
  private func openOld(_ path: String) throws(FileError) -> OpenFile {
    if let file = try? OpenFile(path, O_RDONLY | O_NONBLOCK) { return file }
    return try OpenFile(path, O_WRONLY | O_NONBLOCK, operation: operation)
  }

  /// Replaces the file with the prepared one. It does nothing if ``prepare(_:)`` wrote the content at once.
  ///
  /// - Throws: ``FileError``; the file is then unchanged, unless the error is about flushing its directory.
  public func commit() throws(FileError) {
    guard let replacement else { return }
    self.replacement = nil
    do throws(FileError) {
      // The path may lead to an input since `init` checked it.
      do { try refuseInputs() } catch { throw FileError(operation, path, .changed) }
      let status = FileStatus(path: replacement.path)
      if let status, !status.isRegular { throw FileError(operation, path, .changed) }
      if let flushError = try replacement.commit(expecting: status) { throw flushError }
    } catch {
      replacement.discard()
      throw error
    }
  }

  /// Discards the prepared content. If `prepare` wrote it at once, `amendment`, a correction, is written after it.
  public func discard(amendment: ByteBuffer) {
    replacement?.discard()
    replacement = nil
    switch destination {
    case .file: return
    case .stream(let file): try? send(amendment.bytes, to: file.descriptor)
    case .descriptor(let descriptor): try? send(amendment.bytes, to: descriptor)
    }
  }

  /// The path of a file that does not exist yet, after following a link.
  ///
  /// - Throws: ``FileError`` when no file can have this path.
  private static func newPath(_ path: String, _ operation: String) throws(FileError) -> String {
    let target = try FilePath.followingLink(path)
    let directory = FilePath(target).directory
    guard let parent = FileStatus(path: directory), parent.kind == .directory else {
      throw FileError(operation, path, .system(ENOENT))
    }
    guard !FilePath(target).name.isEmpty else { throw FileError(operation, path, .isDirectory) }
    // Another error than `ENOENT` means that no file can have this name, for example because it has 300 bytes.
    guard access(target, F_OK) == 0 || errno == ENOENT else { throw .lastCall(operation, path) }
    return target
  }

  /// Opens a device or a pipe. Without `O_NONBLOCK`, opening a pipe would wait until a program reads from it.
  private static func openStream(_ path: String, _ operation: String) throws(FileError) -> OpenFile {
    do throws(FileError) {
      return try OpenFile(path, O_WRONLY | O_NONBLOCK | O_NOCTTY, operation: operation)
    } catch {
      throw error.reason == .system(ENXIO) ? FileError(operation, path, .noReader) : error
    }
  }

  /// Checks that the destination is not a file that the output must not replace.
  ///
  /// - Throws: ``FileError`` when it is one.
  private func refuseInputs() throws(FileError) {
    let target = if case .file(let target) = destination { target } else { path }
    let status = FileStatus(path: target)
    for input in inputs where OutputFile.isSame(target, status, input.path) {
      throw FileError(operation, path, .inUse(as: "\(input.role) '\(input.path)'"))
    }
    guard let status, status.isRegular, let input = FileStatus(descriptor: STDIN_FILENO) else { return }
    if input.isSameFile(as: status) {
      throw FileError(operation, path, .inUse(as: "the file that standard input reads"))
    }
  }

  /// Whether two paths lead to the same file, even if it does not exist yet. `status` is that of the first path.
  private static func isSame(_ path: String, _ status: FileStatus?, _ input: String) -> Bool {
    if let status, let other = FileStatus(path: input) {
      // A character device, such as a terminal, can be both input and output.
      return status.isSameFile(as: other) && status.kind != .characterDevice
    }
    guard status == nil, FileStatus(path: input) == nil else { return false }
    let (one, other) = (FilePath(path), FilePath(input))
    guard one.name == other.name, let directory = FileStatus(path: one.directory),
      let otherDirectory = FileStatus(path: other.directory)
    else { return false }
    return directory.isSameFile(as: otherDirectory)
  }

  private func send(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) throws(FileError) {
    // If no program reads from a pipe any more, SIGPIPE would end the process. It is ignored, so the write fails.
    let pipeHandling = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, pipeHandling) }
    do throws(SystemError) {
      try writeAll(bytes, to: descriptor)
    } catch {
      throw FileError(operation, path, .system(error.errorNumber))
    }
  }
}
