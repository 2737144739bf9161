import Files
import ModelSpec

/// The argument that names a database. It can name any file on this machine. So no response contains text of a file
/// that is not a database.
enum DatabaseArgument {
  static let argument = ToolArgument(
    "database", .string,
    "The path of the database; default: \(StandardLocation.database) in the directory of the server")

  /// The failure for a file that models-merge cannot read as a database. The message of models-merge is not passed on,
  /// because it may quote the file's content.
  static func failure(_ path: String) -> CallFailure {
    guard FileStatus(path: path) != nil else {
      return CallFailure(
        code: "not_a_database", message: "there is no file '\(path)'",
        hint: "give an absolute path: a relative path starts at the directory in which the server was started")
    }
    return CallFailure(
      code: "not_a_database", message: "'\(path)' cannot be read as a database",
      hint: "a database is {\"models\": [...]}; run 'hf-validate' in a shell to list the file's errors")
  }
}

extension ToolArguments {
  /// The path of the database that a call names, or the default.
  var database: String { string(DatabaseArgument.argument.name) ?? StandardLocation.database }
}
