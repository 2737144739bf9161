import CommandLineTool
public import JSON
import Platform

/// An additional output file that the user names: a log, a page, an export.
///
/// It is checked before anything is read or written. It must not be a file that the run reads or replaces, under any
/// name. A regular file is replaced whole. A character device, or a pipe with a reader, is written to directly.
public final class OutputFile {
  /// A file that the output must not be.
  public struct ProtectedFile: Sendable {
    /// The path of the file.
    public let path: String
    /// Its name in messages: "the database".
    public let role: String

    /// Protects a file.
    public init(_ path: String, role: String) {
      self.path = path
      self.role = role
    }
  }

  /// The destination of the bytes.
  private enum Destination {
    /// A regular file or a new one, with links followed.
    case file(String)
    /// A device, or a pipe.
    case stream(OpenFile)
    /// The tool's standard output or error, such as `/dev/stdout`.
    case descriptor(Int32)
  }

  /// The path as it was given.
  public let path: String
  private let inputs: [ProtectedFile]
  private let operation: String
  private let destination: Destination
  private var replacement: FileReplacement?

  /// Checks the destination; creates and changes nothing.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - inputs: the files that the run reads or replaces. Standard input is always included.
  ///   - operation: the verb for an error, such as `write the log to`.
  /// - Throws: ``FileError``.
  public init(_ path: String, apartFrom inputs: [ProtectedFile], operation: String) throws(FileError) {
    self.path = path
    self.inputs = inputs
    self.operation = operation
    guard let status = FileStatus(path: path) else {
      destination = .file(try OutputFile.freeName(path, operation))
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

  /// Writes the content to a temporary file, so that a full disk is noticed here. If the destination is a stream, the
  /// content is sent to it.
  ///
  /// - Throws: ``FileError``; the file is then unchanged, and no temporary file is left.
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

  /// Opens the file to replace. It may be writable only.
  private func openOld(_ path: String) throws(FileError) -> OpenFile {
    if let file = try? OpenFile(path, O_RDONLY | O_NONBLOCK) { return file }
    return try OpenFile(path, O_WRONLY | O_NONBLOCK, operation: operation)
  }

  /// Replaces the file with the prepared one.
  ///
  /// - Throws: ``FileError``; the file is then unchanged.
  public func commit() throws(FileError) {
    guard let replacement else { return }
    self.replacement = nil
    do throws(FileError) {
      // A link may have changed since the check at the start.
      try refuseInputs()
      let status = FileStatus(path: replacement.path)
      if let status, !status.isRegular { throw FileError(operation, path, .changed) }
      if let late = try replacement.commit(expecting: status) { throw late }
    } catch {
      replacement.discard()
      throw error
    }
  }

  /// Discards the prepared content. A stream already has it, so `amendment` is sent after it.
  public func discard(amendment: ByteBuffer) {
    replacement?.discard()
    replacement = nil
    switch destination {
    case .file: return
    case .stream(let file): try? send(amendment.bytes, to: file.descriptor)
    case .descriptor(let descriptor): try? send(amendment.bytes, to: descriptor)
    }
  }

  private static func freeName(_ path: String, _ operation: String) throws(FileError) -> String {
    let target = try FilePath.followingLink(path)
    let directory = FilePath(target).directory
    guard let parent = FileStatus(path: directory), parent.kind == .directory else {
      throw FileError(operation, path, .system(ENOENT))
    }
    guard !FilePath(target).name.isEmpty else { throw FileError(operation, path, .isDirectory) }
    // A name that no file can have, such as one of 300 bytes.
    guard access(target, F_OK) == 0 || errno == ENOENT else { throw .lastCall(operation, path) }
    return target
  }

  /// Opens without blocking: a plain open of a pipe would wait for a reader.
  private static func openStream(_ path: String, _ operation: String) throws(FileError) -> OpenFile {
    do throws(FileError) {
      return try OpenFile(path, O_WRONLY | O_NONBLOCK | O_NOCTTY, operation: operation)
    } catch {
      throw error.reason == .system(ENXIO) ? FileError(operation, path, .noReader) : error
    }
  }

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

  /// Whether two paths name the same file, also before that file exists.
  private static func isSame(_ path: String, _ status: FileStatus?, _ input: String) -> Bool {
    if let status, let other = FileStatus(path: input) {
      // A device, such as a terminal, can be both input and output.
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
    // A closed reader is an error here, and must not end the process, which continues.
    let pipeHandling = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, pipeHandling) }
    do throws(SystemError) {
      try writeAll(bytes, to: descriptor)
    } catch {
      throw FileError(operation, path, .system(error.errorNumber))
    }
  }
}
