import CommandLineTool
import Files
import JSON
import Platform

/// The files that are measured on, made when they are first asked for.
final class Inputs {
  private let workspace: Workspace
  private let runner: Runner
  private let transform: String
  private let models: [ModelTemplate]
  private var entryTemplates: [EntryTemplate] = []
  private var made: Set<String> = []

  /// Prepares to make inputs.
  ///
  /// - Parameters:
  ///   - directory: the models to make copies of.
  ///   - workspace: where to make files.
  ///   - runner: what runs hf-transform.
  ///   - transform: the path of hf-transform, which makes the entries.
  /// - Throws: ``ToolError`` when there are no models.
  init(models directory: String, in workspace: Workspace, runner: Runner, transform: String) throws(ToolError) {
    models = try ModelTemplate.all(in: directory)
    self.workspace = workspace
    self.runner = runner
    self.transform = transform
  }

  /// Snapshots, one per line, all of different models.
  ///
  /// - Throws: ``ToolError``.
  func snapshots(_ count: Int) throws(ToolError) -> String {
    try file("snapshots-\(count).ndjson") { output throws(ToolError) in
      try Inputs.writeSnapshots(count, of: models, to: output)
    }
  }

  /// Writes snapshots of different models: copies of some under other names, each in turn.
  ///
  /// - Throws: ``ToolError``.
  static func writeSnapshots(_ count: Int, of models: [ModelTemplate], to output: OutputFile) throws(ToolError) {
    for number in 0..<count {
      models[number % models.count].writeSnapshot(number: number, to: output.buffer)
      try output.flushIfFull()
    }
  }

  /// Entries, one per line, all with different ids.
  ///
  /// - Throws: ``ToolError``.
  func entries(_ count: Int) throws(ToolError) -> String {
    let templates = try entryTemplatesOfAllModels()
    return try file("entries-\(count).ndjson") { output throws(ToolError) in
      for number in 0..<count {
        templates[number % templates.count].writeCopy(number, to: output.buffer)
        output.buffer.endLine()
        try output.flushIfFull()
      }
    }
  }

  /// A sorted database with this many entries.
  ///
  /// - Throws: ``ToolError``.
  func database(_ count: Int) throws(ToolError) -> String {
    let templates = try entryTemplatesOfAllModels().sorted { $0.parameters < $1.parameters }
    return try file("database-\(count).json") { output throws(ToolError) in
      output.buffer.append("{\n  \"models\": [")
      let copy = ByteBuffer()
      for number in 0..<count {
        // Number n of N belongs to the template that is as far into the list: copies of one stay together.
        let template = templates[number * templates.count / count]
        copy.truncate()
        template.writeCopy(number, to: copy)
        output.buffer.append(number == 0 ? "\n    " : ",\n    ")
        if let document = try? JSONDocument(copy.array) {
          document.withRoot { output.buffer.pretty($0, indentation: 2) }
        }
        try output.flushIfFull()
      }
      output.buffer.append("\n  ]\n}\n")
    }
  }

  /// One file several times over.
  ///
  /// - Throws: ``ToolError``.
  func repeated(_ path: String, times: Int) throws(ToolError) -> String {
    guard times > 1 else { return path }
    let result = "\(path).x\(times)"
    if made.insert(result).inserted {
      try runner.run(
        .shell("i=0; while [ $i -lt $1 ]; do cat \"$2\"; i=$((i + 1)); done > \"$3\"", ["\(times)", path, result]))
    }
    return result
  }

  private func entryTemplatesOfAllModels() throws(ToolError) -> [EntryTemplate] {
    if entryTemplates.isEmpty {
      let snapshots = try file("models.ndjson") { output throws(ToolError) in
        for model in models { model.writeSnapshot(number: nil, to: output.buffer) }
      }
      let entries = workspace.file("models.entries.ndjson")
      try runner.run(Command(transform, ["--quiet"], input: snapshots, output: entries, accepts: [0, 1]))
      entryTemplates = try contents(of: entries).split(separator: UInt8(ascii: "\n")).compactMap(EntryTemplate.init)
      guard !entryTemplates.isEmpty else {
        throw .systemFailure(code: "no_entries", "hf-transform made no entry of any of the models")
      }
    }
    return entryTemplates
  }

  /// A file that is written when it is first asked for.
  ///
  /// - Throws: ``ToolError``.
  func file(
    _ name: String, _ write: (OutputFile) throws(ToolError) -> Void
  ) throws(ToolError) -> String {
    let path = workspace.file(name)
    if made.insert(path).inserted {
      let output = try OutputFile(path)
      try write(output)
      try output.finish()
    }
    return path
  }
}
