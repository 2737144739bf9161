import Foundation
import TestSupport
import Testing

/// A database in its own directory, and imports into it by the built models-merge.
final class TestDatabase {
  let directory = try? ScratchDirectory()
  let name: String

  /// Writes a database.
  init(_ text: String, name: String = "models.json") throws {
    self.name = name
    try scratch.write(text, to: name)
  }

  /// The directory.
  var scratch: ScratchDirectory {
    get throws { try #require(directory) }
  }

  /// The path of the database.
  var path: String {
    get throws { try scratch.path(name) }
  }

  /// The text of the database.
  var text: String {
    get throws { try scratch.read(name) }
  }

  /// The names of the backups, the oldest first.
  var backups: [String] {
    get throws { try scratch.names().filter { $0.contains(".backup.") } }
  }

  /// Runs models-merge on the database.
  func merge(_ arguments: String..., input: String = "") throws -> Command.Outcome {
    try Command(tool: "models-merge", [path] + arguments, input: input).run()
  }

  /// An entry as the earlier stages print it.
  static func entry(
    _ id: String, parameters: String = "1", modelID: String? = nil, extra: String = ""
  ) -> String {
    let modelID = modelID ?? "org/\(id)"
    return """
      {"id":"\(id)","name":"\(id)","hf_model_id":"\(modelID)","parameters_billions":\(parameters),"hidden_size":64,\
      "num_layers":2,"num_heads":4,"default_context_length":1024,"architecture":"transformer"\(extra)}

      """
  }
}

/// The report that a run printed.
struct Report: Decodable {
  struct Failure: Decodable {
    var code: String
    var message: String
    var hint: String?
  }

  var added: [String]
  var updated: [String]
  var unchanged: [String]
  var skipped: [String]
  var failed: [Failure]
  var total: Int
  var backup: String?

  /// Reads the report of a run.
  init(_ outcome: Command.Outcome) throws {
    self = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
  }
}

/// The lines that a text has and another has not, when one comes from the other by adding lines alone; nil otherwise.
func addedLines(from old: String, to new: String) -> [Substring]? {
  var rest = old.split(separator: "\n", omittingEmptySubsequences: false)[...]
  var added: [Substring] = []
  for line in new.split(separator: "\n", omittingEmptySubsequences: false) {
    if line == rest.first { rest.removeFirst() } else { added.append(line) }
  }
  return rest.isEmpty ? added : nil
}
