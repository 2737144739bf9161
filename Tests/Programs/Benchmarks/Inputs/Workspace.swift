import CommandLineTool
import JSON
import Platform

/// A directory for inputs and outputs, emptied before and after a run.
struct Workspace {
  /// Its path.
  let path: String

  /// Makes the directory, without what an interrupted run may have left in it.
  ///
  /// - Throws: ``ToolError`` when it cannot be made.
  init(_ path: String) throws(ToolError) {
    self.path = path
    remove()
    try Workspace.makeDirectory(path)
  }

  /// The path of a file in the directory.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Removes the directory.
  func remove() { Workspace.removeDirectory(path) }

  /// Makes a directory with its parents.
  ///
  /// - Throws: ``ToolError``.
  static func makeDirectory(_ path: String) throws(ToolError) {
    try Runner(errorFile: "/dev/null").run(Command("mkdir", ["-p", path]))
  }

  /// Removes a directory and all that is in it.
  static func removeDirectory(_ path: String) {
    _ = try? Runner(errorFile: "/dev/null").run(Command("rm", ["-rf", path]))
  }
}

/// A file that is being written.
struct OutputFile {
  private let path: String
  private let descriptor: Int32
  /// What is written to it next: call ``flushIfFull()`` now and then.
  let buffer = ByteBuffer(capacity: 1 << 17)

  /// The standard output.
  static var standardOutput: OutputFile { OutputFile(path: "standard output", descriptor: STDOUT_FILENO) }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Creates a file, or empties the one that is there.
  ///
  /// - Throws: ``ToolError``.
  init(_ path: String) throws(ToolError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fileError("create", path) }
    self.init(path: path, descriptor: descriptor)
  }

  /// Writes what has gathered once there is enough of it.
  ///
  /// - Throws: ``ToolError``.
  func flushIfFull() throws(ToolError) {
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Writes the rest, and leaves the file in a state where nothing about it is left for the system to do.
  ///
  /// - Throws: ``ToolError``.
  func finish() throws(ToolError) {
    try flush()
    fsync(descriptor)
    close(descriptor)
  }

  /// Writes what has gathered.
  ///
  /// - Throws: ``ToolError``.
  func flush() throws(ToolError) {
    do { try writeAll(buffer.bytes, to: descriptor) } catch { throw fileError("write", path) }
    buffer.truncate()
  }
}

/// All bytes of a file.
///
/// - Throws: ``ToolError``.
func contents(of path: String) throws(ToolError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw fileError("open", path) }
  defer { close(descriptor) }
  var content: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    guard count >= 0 else { throw fileError("read", path) }
    if count == 0 { return content }
    content += chunk.prefix(count)
  }
}

/// The names in a directory, sorted; hidden ones left out.
///
/// - Throws: ``ToolError``.
func entryNames(in directory: String) throws(ToolError) -> [String] {
  guard let stream = opendir(directory) else { throw fileError("open", directory) }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
      field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
        String(cString: $0)
      }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

private func fileError(_ operation: String, _ path: String) -> ToolError {
  .systemFailure(code: "file_\(operation)", "cannot \(operation) '\(path)': \(String(cString: strerror(errno)))")
}
