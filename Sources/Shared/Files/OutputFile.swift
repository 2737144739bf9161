import CommandLineTool
public import JSON
import Platform

/// A file that a run writes beside its real work, where a person says: a log, a page, an export.
///
/// It is checked before anything is read or written. A regular file is replaced whole, and never one that the run works
/// on, whatever name or link leads to it. A character device, or a pipe with a reader, is written to as it is.
public final class OutputFile {
  /// A file that the output must not be.
  public struct Input: Sendable {
    /// The path of the file.
    public let path: String
    /// What messages call it: "the database".
    public let role: String

    /// Names a file that the run works on.
    public init(_ path: String, role: String) {
      self.path = path
      self.role = role
    }
  }

  /// Where the bytes go.
  private enum Destination {
    /// A regular file, or a name that is free: links followed.
    case file(String)
    /// A device, or a pipe.
    case stream(OpenFile)
    /// What the tool's own output or messages go to already, such as `/dev/stdout`.
    case descriptor(Int32)
  }

  /// The path as it was given.
  public let path: String
  private let inputs: [Input]
  private let operation: String
  private let destination: Destination
  private var replacement: FileReplacement?

  /// Whether the content is sent, not kept: then it cannot be taken back.
  public var isStream: Bool {
    if case .file = destination { return false }
    return true
  }

  /// Checks where output is to go; creates and changes nothing.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - inputs: what the run reads or replaces. Standard input counts without being named.
  ///   - operation: the verb for an error, such as `write the log to`.
  /// - Throws: ``FileError``.
  public init(_ path: String, apartFrom inputs: [Input], operation: String) throws(FileError) {
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
    case .other: throw FileError(operation, path, .isOtherKind)
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

  /// Writes the content where it can still be taken back: all that can fail for want of room fails here. To a stream it
  /// is sent.
  ///
  /// - Throws: ``FileError``; the file is as it was then, and nothing is left over.
  public func prepare(_ content: ByteBuffer) throws(FileError) {
    switch destination {
    case .descriptor(let descriptor): try send(content.bytes, to: descriptor)
    case .stream(let file): try send(content.bytes, to: file.descriptor)
    case .file(let path):
      let replacement = FileReplacement(of: path, role: .output)
      _ = try replacement.prepare([content.bytes], like: FileStatus(path: path) == nil ? nil : try openOld(path))
      self.replacement = replacement
    }
  }

  /// Opens the file that is to be replaced; a log can be one that may only be written.
  private func openOld(_ path: String) throws(FileError) -> OpenFile {
    if let file = try? OpenFile(path, O_RDONLY | O_NONBLOCK) { return file }
    return try OpenFile(path, O_WRONLY | O_NONBLOCK, operation: operation)
  }

  /// Puts what was prepared in its place.
  ///
  /// - Throws: ``FileError``; the file is as it was then.
  public func commit() throws(FileError) {
    guard let replacement else { return }
    self.replacement = nil
    do throws(FileError) {
      // The database can have got another name since the check at the start.
      try refuseInputs()
      let status = FileStatus(path: replacement.path)
      if let status, !status.isRegular { throw FileError(operation, path, .changed) }
      if let late = try replacement.commit(expecting: status) { throw late }
    } catch {
      replacement.discard()
      throw error
    }
  }

  /// Takes back what was prepared. What a stream has got stays there: `amendment` is sent after it.
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
    return target
  }

  /// A pipe opens at once or not at all: without a reader, a plain open would wait for one.
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
      throw FileError(operation, path, .inUse(as: "what standard input is read from"))
    }
  }

  /// Whether two paths name the same file, also before that file exists.
  private static func isSame(_ path: String, _ status: FileStatus?, _ input: String) -> Bool {
    if let status, let other = FileStatus(path: input) {
      // A device can be read and written at once, as a terminal is.
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
    // A reader that goes away is an error here, not the end of the process: the run has more to do.
    let pipeHandling = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, pipeHandling) }
    do throws(SystemError) {
      try writeAll(bytes, to: descriptor)
    } catch {
      throw FileError(operation, path, .system(error.errorNumber))
    }
  }
}
