public import CommandLineTool
import JSON
import Platform

/// A failed file operation, and its file.
public struct FileError: Error, Sendable {
  /// Why the operation failed.
  public enum Reason: Sendable, Equatable {
    /// A system call failed with this `errno`.
    case system(Int32)
    /// The file is not a regular file, but for example a directory, a device or a pipe.
    case notRegular
    /// The file has this many bytes or more.
    case tooLarge(limit: Int)
    /// Another program changed, replaced or created the file since this run read or checked it.
    case changed
    /// Another program changed or replaced the file while this run replaced it, and this run could not undo that. The
    /// other program's file has this path now.
    case displaced(to: String)
    /// Another program changed or replaced the file, and did so again while this run undid its own replacement. The
    /// file is as that program wrote it last; what it wrote before has this path now.
    case changedTwice(earlier: String)
    /// Another program held the lock of the file for all the time that the tool waited.
    case locked(seconds: Int)
    /// The content read back differs from the content written.
    case notAsWritten
    /// The output file is a file that the run reads or replaces, possibly under another name. `as` names that file, for
    /// example `the database 'models.json'`.
    case inUse(as: String)
    /// The output file is a directory.
    case isDirectory
    /// The output file is a block device or a socket, which the tools do not write to.
    case isNotWritableType
    /// The output file is a pipe that no program reads from.
    case noReader
  }

  /// The path of the file.
  public let path: String
  /// The operation, for the message: `read`, `write the log to`.
  public let operation: String
  /// Why the operation failed.
  public let reason: Reason

  /// Makes an error.
  public init(_ operation: String, _ path: String, _ reason: Reason) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  /// Makes an error from the `errno` of the system call that has just failed.
  public static func lastCall(_ operation: String, _ path: String) -> FileError {
    FileError(operation, path, .system(errno))
  }

  /// The message for the user, which names the operation and the file.
  public var message: String {
    switch reason {
    case .system(let number):
      "cannot \(operation) '\(path)': \(SystemError(number).reason)"
    case .notRegular: "cannot \(operation) '\(path)': it is not a regular file"
    case .tooLarge(let limit): "cannot \(operation) '\(path)': it has \(limit / 1_000_000) MB or more"
    case .changed: "cannot \(operation) '\(path)': another program changed it in the meantime"
    case .displaced(let path):
      "'\(self.path)' was replaced, although another program changed it in the meantime; its file is now '\(path)'"
    case .changedTwice(let earlier):
      "cannot \(operation) '\(path)': another program changed it twice in the meantime; "
        + "the first of its versions is now '\(earlier)'"
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
    case .changed: "this file was not overwritten; run the command again"
    case .displaced(let path): "compare '\(path)' with the new file, and keep what both programs changed"
    case .changedTwice(let earlier):
      "compare '\(earlier)' with '\(path)', keep what the other program changed, and run the command again"
    case .locked: "wait for the other run to end, or end it, and run the command again"
    case .inUse, .isDirectory, .isNotWritableType: "name another file; nothing was read or written"
    case .noReader: "start the program that reads from it first"
    }
  }

  /// The code of ``toolError`` when another program changed the file. The caller can then try again.
  public static let changedCode = "file_changed"

  /// Whether the command line is wrong, because it names a file that must not be written.
  private var isUsage: Bool {
    switch reason {
    case .inUse, .isDirectory, .isNotWritableType: true
    default: false
    }
  }

  /// The error that ends the tool: with status 2 if the command line is wrong, else 3.
  public var toolError: ToolError {
    let code =
      switch reason {
      case .system: "file_\(operation.split(separator: " ").joined(separator: "_"))"
      case .notRegular: "file_not_regular"
      case .tooLarge: "file_too_large"
      case .changed: FileError.changedCode
      case .displaced, .changedTwice: "file_displaced"
      case .locked: "file_locked"
      case .notAsWritten: "file_not_as_written"
      case .inUse: "file_in_use"
      case .isDirectory, .isNotWritableType: "file_wrong_kind"
      case .noReader: "pipe_without_reader"
      }
    return isUsage ? .usage(code: code, message, hint: hint) : .systemFailure(code: code, message, hint: hint)
  }
}
