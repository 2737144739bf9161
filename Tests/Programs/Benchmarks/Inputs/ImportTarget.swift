import CommandLineTool
import Platform

/// A database to import into again and again, each time as it was at first.
struct ImportTarget {
  /// The database's path.
  let path: String
  private let directory: String
  private let original: String

  /// Sets a database up in its own directory.
  ///
  /// - Throws: ``ToolError``.
  init(of original: String, in workspace: Workspace) throws(ToolError) {
    self.original = original
    directory = original + ".target"
    path = directory + "/models.json"
    try Workspace.makeDirectory(directory)
  }

  /// Puts the original back, and removes backups.
  ///
  /// An import replaces the file by another one, so the original can be here under a second name.
  ///
  /// - Throws: ``ToolError`` when the original cannot be linked.
  func restore() throws(ToolError) {
    for name in try entryNames(in: directory) { unlink("\(directory)/\(name)") }
    guard link(original, path) == 0 else {
      throw .systemFailure(code: "no_link", "cannot link '\(path)': \(String(cString: strerror(errno)))")
    }
  }
}
