import Files

/// The argument that names a database. It may be any file on this machine, so nothing of a file that is not a database
/// is ever part of an answer.
enum DatabaseArgument {
  /// The database where none is named.
  static let usual = "data/models.json"

  static let argument = ToolArgument(
    "database", .text, "The path of the database; \(usual) in the server's directory when left out")

  /// The failure for a file that models-merge could not use. What it says of the file is not repeated: messages may
  /// quote what they are about.
  static func failure(_ path: String) -> CallFailure {
    guard FileStatus(path: path) != nil else {
      return CallFailure(
        code: "not_a_database", message: "there is no file '\(path)'",
        hint: "give an absolute path: others are relative to the directory that the server was started in")
    }
    return CallFailure(
      code: "not_a_database", message: "'\(path)' cannot be read as a database",
      hint: "a database is {\"models\": [...]}; in a shell, 'hf-validate' says what is wrong with it")
  }
}
