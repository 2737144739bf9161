import Foundation
import TestSupport

/// A change of a database by models-merge: its command line, and the file before and after it.
struct Change {
  /// What the change is called in a result.
  let name: String
  /// The options after the database's path.
  let options: [String]
  /// What arrives on standard input.
  let input: String
  /// The database before the change.
  let old: Data
  /// The database after it.
  let new: Data
  /// A backup that is there already, beside the database; nil when none is.
  let backup: Data?

  /// The name of the backup that is there already.
  static let backupName = "models.backup.2020-01-01T00-00-00-000Z.json"

  /// All changes of a database with this number of entries.
  ///
  /// - Throws: when one of them fails by itself.
  static func all(entries count: Int) throws -> [Change] {
    let entries = (0..<count).map { number in entry("seed-\(number)", parameters: "\(number).25") }
    let old = database(entries)
    let fewer = database(Array(entries.dropLast()))
    let newEntry = entry("new", parameters: "\(count / 2).75")
    let update = entry("seed-\(count / 3)", parameters: "\(count - 1).5")
    return try [
      Change("import", ["--force"], newEntry, of: old),
      Change("update", ["--force", "--update", "--forget", "hidden_size"], update, of: old),
      Change("removal", ["--force", "--remove", "seed-\(count / 2)"], of: old),
      Change("undo", ["--force", "--undo"], of: old, backup: fewer),
      Change("restoring", ["--force", "--restore", backupName], of: old, backup: fewer),
    ]
  }

  /// Makes the change once, to know what comes of it.
  private init(
    _ name: String, _ options: [String], _ input: String = "", of old: String, backup: String? = nil
  ) throws {
    let scratch = try ScratchDirectory()
    self.name = name
    self.options = options
    self.input = input
    self.old = Data(old.utf8)
    self.backup = backup.map { Data($0.utf8) }
    let place = Place(scratch)
    try place.prepare(old: self.old, backup: self.backup)
    let outcome = try place.command(options, input: input).run()
    new = try place.content()
    guard outcome.status == 0, new != self.old else { throw Failed(description: "\(name): \(outcome.errors)") }
  }

  /// A change that fails although nothing disturbs it.
  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  private static func database(_ entries: [String]) -> String {
    "{\n  \"models\": [\n    " + entries.joined(separator: ",\n    ") + "\n  ]\n}\n"
  }

  private static func entry(_ id: String, parameters: String) -> String {
    #"{"id": "\#(id)", "hf_model_id": "org/\#(id)", "parameters_billions": \#(parameters), "hidden_size": 64}"#
  }
}

/// A directory with a database in it, and nothing else but backups.
struct Place {
  private let scratch: ScratchDirectory
  private var database: URL { scratch.url.appending(path: "models.json") }

  init(_ scratch: ScratchDirectory) { self.scratch = scratch }

  /// Puts the database as it is before a change, and removes what earlier changes left.
  func prepare(old: Data, backup: Data?) throws {
    for name in try scratch.names() where name != "models.json" {
      try FileManager.default.removeItem(atPath: scratch.path(name))
    }
    if (try? content()) != old { try old.write(to: database) }
    if let backup { try scratch.write(backup, to: Change.backupName) }
  }

  /// The database as it is.
  func content() throws -> Data { try Data(contentsOf: database) }

  /// The names of files that should not be there.
  func debris() throws -> [String] {
    try scratch.names().filter { $0 != "models.json" && !$0.hasPrefix("models.backup.2") }
  }

  /// Whether a backup has this content.
  func hasBackup(of content: Data) throws -> Bool {
    try scratch.names().contains { name in
      name.hasPrefix("models.backup.2") && (try? Data(contentsOf: URL(filePath: scratch.path(name)))) == content
    }
  }

  /// A run of models-merge on the database, by a wrapper such as strace if there is one.
  func command(_ options: [String], input: String, wrapper: [String] = []) -> Command {
    let tool = Package.buildDirectory.appending(path: "models-merge").path(percentEncoded: false)
    let arguments = wrapper + [tool, database.path(percentEncoded: false), "--quiet"] + options
    var command = Command(system: arguments[0], Array(arguments.dropFirst()))
    command.input = Data(input.utf8)
    command.directory = scratch.url
    return command
  }
}
