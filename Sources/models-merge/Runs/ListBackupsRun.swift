import CommandLineTool
import Files
import JSON

/// `--list-backups`: prints the backups of a database, the oldest first.
struct ListBackupsRun {
  let options: MergeOptions

  /// Prints the backups.
  ///
  /// - Returns: success.
  /// - Throws: ``ToolError`` when there is neither the database nor a backup of it, the database is a broken link, the
  ///   directory of the backups cannot be read, or the list cannot be printed.
  func run() throws(ToolError) -> ExitStatus {
    let backups: [Backups.Backup]
    do throws(FileError) {
      let path = try FilePath.followingLink(options.databasePath)
      backups = try Backups(of: path, in: options.backupDirectory).all()
      // The backups of a database that was removed are listed, but a mistyped path is an error.
      guard !backups.isEmpty || FileStatus(path: path) != nil else { throw .lastCall("read", path) }
    } catch {
      throw error.toolError
    }
    let output = ByteBuffer()
    output.beginObject()
    output.member("database", options.databasePath)
    output.beginArray("backups")
    for backup in backups {
      output.beginObject()
      output.member("path", backup.path)
      output.member("created", backup.created)
      output.member("kind", backup.purpose.label)
      output.member("size_bytes", backup.size)
      output.endObject()
    }
    output.endArray()
    output.endObject()
    try printDocument(output, isPretty: options.isPretty)
    return .success
  }
}
