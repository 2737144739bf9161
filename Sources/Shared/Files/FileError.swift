public import CommandLineTool
import JSON
import Platform

/// A failed file operation, and its file.
public struct FileError: Error, Sendable {
  /// The reasons of a failure.
  public enum Reason: Sendable, Equatable {
    /// A system call failed with this `errno`.
    case system(Int32)
    /// It is a directory, a device or a pipe.
    case notRegular
    /// It has this many bytes or more.
    case tooLarge(limit: Int)
    /// Another program changed or replaced it after it was read.
    case changed
    /// Another program has held its lock for this long.
    case locked(seconds: Int)
    /// The content read back differs from the content written.
    case notAsWritten
    /// It is a file that the run reads or replaces, possibly under another name.
    case inUse(as: String)
    /// It is a directory, which cannot be replaced.
    case isDirectory
    /// It is a block device or a socket, which the tool does not write to.
    case isNotWritableType
    /// It is a pipe that no program reads from.
    case noReader
  }

  /// The file.
  public let path: String
  /// The operation, as a verb: `read`, `replace`.
  public let operation: String
  /// What went wrong.
  public let reason: Reason

  /// Makes an error.
  public init(_ operation: String, _ path: String, _ reason: Reason) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  /// Makes an error of the system call that has just failed.
  public static func lastCall(_ operation: String, _ path: String) -> FileError {
    FileError(operation, path, .system(errno))
  }

  /// The message, in one sentence.
  public var message: String {
    switch reason {
    case .system(let number):
      "cannot \(operation) '\(path)': \(SystemError(number).reason)"
    case .notRegular: "cannot \(operation) '\(path)': it is not a regular file"
    case .tooLarge(let limit): "cannot \(operation) '\(path)': it is larger than \(limit / 1_000_000) MB"
    case .changed: "cannot \(operation) '\(path)': another program changed it in the meantime"
    case .locked(let seconds): "cannot lock '\(path)': another run has held the lock for \(seconds) seconds"
    case .notAsWritten: "cannot \(operation) '\(path)': the disk returned other bytes than were written"
    case .inUse(let role): "cannot \(operation) '\(path)': it is \(role)"
    case .isDirectory: "cannot \(operation) '\(path)': it is a directory"
    case .isNotWritableType:
      "cannot \(operation) '\(path)': it is neither a regular file nor a character device or pipe"
    case .noReader: "cannot \(operation) '\(path)': it is a pipe that no program reads from"
    }
  }

  /// What to do next.
  public var hint: String {
    switch reason {
    case .system(ENOSPC), .system(EDQUOT): "make room on the disk and run the command again"
    case .system(EFBIG): "raise the limit on the size of files (ulimit -f) and run the command again"
    case .system(EACCES), .system(EPERM), .system(EROFS): "check the permissions of the file and of its directory"
    case .system(ENOENT), .system(ENOTDIR), .system(ELOOP), .system(ENAMETOOLONG): "check the path"
    case .system, .notAsWritten: "check the disk, then run the command again"
    case .notRegular: "name a regular file"
    case .tooLarge(let limit): "use a file of less than \(limit / 1_000_000) MB"
    case .changed: "nothing was overwritten; run the command again"
    case .locked: "wait for the other run to end, or end it, and run the command again"
    case .inUse, .isDirectory, .isNotWritableType: "name another file; nothing was read or written"
    case .noReader: "start the program that reads from it first"
    }
  }

  /// The code of the error when another program changed the file. A retry can help.
  public static let changedCode = "file_changed"

  /// Whether it is an error of the command line.
  private var isUsage: Bool {
    switch reason {
    case .inUse, .isDirectory, .isNotWritableType: true
    default: false
    }
  }

  /// The error that ends the tool.
  public var toolError: ToolError {
    let code =
      switch reason {
      case .system: "file_\(operation.split(separator: " ").joined(separator: "_"))"
      case .notRegular: "file_not_regular"
      case .tooLarge: "file_too_large"
      case .changed: FileError.changedCode
      case .locked: "file_locked"
      case .notAsWritten: "file_not_as_written"
      case .inUse: "file_in_use"
      case .isDirectory, .isNotWritableType: "file_wrong_kind"
      case .noReader: "pipe_without_reader"
      }
    return isUsage ? .usage(code: code, message, hint: hint) : .systemFailure(code: code, message, hint: hint)
  }
}
