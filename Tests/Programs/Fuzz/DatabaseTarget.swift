import CommandLineTool
import Files
import Foundation
import JSON
import Platform
import TestSupport

@testable import models_merge

extension FuzzTarget {
  /// Databases that models-merge changes and changes back: databases, entries and options are made from the input.
  static let databases = FuzzTarget(
    name: "databases", seeds: { (0..<32).map { seed in (0..<200).map { UInt8(truncatingIfNeeded: $0 * seed &* 31) } } },
    check: { bytes in
      do { try DatabaseProperties().check(bytes) } catch { require(false, "a run can be started: \(error)") }
    })
}

/// Runs of models-merge inside this process, and what must hold after each.
private struct DatabaseProperties {
  private let scratch: ScratchDirectory
  private let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.path("models.json")
  }

  /// Makes a database, changes it a few times, and takes every change back.
  func check(_ bytes: [UInt8]) throws {
    var random = RandomDatabase(Choices(bytes))
    let original = random.database()
    try scratch.write(original, to: "models.json")
    require(JSONJudge.judge(Array(original.utf8)).isJSON, "a generated database is JSON")
    var changes = 0
    for _ in 0..<random.operationCount() {
      let (options, input) = random.operation()
      let before = try content()
      let status = try run([path] + options, input: input)
      let after = try content()
      require(status != 2 && status != nil, "\(options) is a command line")
      if after != before {
        changes += 1
        try checkChange(before, after, isSorted: !options.contains("--keep-order") && !options.contains("--remove"))
      }
      try lookForDebris()
    }
    for _ in 0..<changes { require(try run([path, "--undo", "--force"]) == 0, "a change can be taken back") }
    require(try content() == Array(original.utf8), "all changes taken back, every byte is as it was")
    try lookForDebris()
  }

  private func checkChange(_ before: [UInt8], _ after: [UInt8], isSorted: Bool) throws {
    let judgement = JSONJudge.judge(after)
    require(judgement.isJSON && !judgement.hasDuplicateKeys, "a written database is JSON without double keys")
    let (old, new) = (try layout(before), try layout(after))
    require(before[..<old.arrayStart] == after[..<new.arrayStart], "what is before the entries is untouched")
    require(before[old.arrayEnd...] == after[new.arrayEnd...], "what is after the entries is untouched")
    // An entry is touched when the report names it: one that lost no byte is among the new ones.
    let texts = { (layout: DatabaseLayout, bytes: [UInt8]) in layout.entries.map { Array(bytes[$0.range]) } }
    let report = try self.report()
    let touched = report.updated.count + report.removed.count
    var rest: [[UInt8]: Int] = [:]
    for text in texts(new, after) { rest[text, default: 0] += 1 }
    var lost = 0
    for text in texts(old, before) {
      if let count = rest[text], count > 0 { rest[text] = count - 1 } else { lost += 1 }
    }
    require(lost <= touched, "\(lost) entries lost bytes, \(touched) are reported")
    let expected = old.entries.count + report.added.count - report.removed.count
    require(new.entries.count == expected && report.total == expected, "entries are counted")
    if isSorted { require(isInOrder(new), "entries are in order") }
  }

  private func isInOrder(_ layout: DatabaseLayout) -> Bool {
    let keys = layout.entries.indices.compactMap { layout.ownSortKey($0) }
    return zip(keys, keys.dropFirst()).allSatisfy { !($1 < $0) }
  }

  private struct Report: Decodable {
    var added: [String] = []
    var updated: [String] = []
    var removed: [String] = []
    var total: Int

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      added = try container.decodeIfPresent([String].self, forKey: .added) ?? []
      updated = try container.decodeIfPresent([String].self, forKey: .updated) ?? []
      removed = try container.decodeIfPresent([String].self, forKey: .removed) ?? []
      total = try container.decode(Int.self, forKey: .total)
    }

    private enum Key: CodingKey { case added, updated, removed, total }
  }

  private func report() throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(contentsOf: URL(filePath: scratch.path("output"))))
  }

  private func content() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  private func layout(_ bytes: [UInt8]) throws -> DatabaseLayout {
    try scratch.write(Data(bytes), to: "copy")
    defer { unlink(scratch.path("copy")) }
    return try DatabaseLayout(LoadedFile(OpenFile(scratch.path("copy"), O_RDONLY, operation: "read"), limit: 1 << 30))
  }

  private func lookForDebris() throws {
    let debris = try scratch.names().filter {
      !["models.json", "input", "output", "messages"].contains($0) && !$0.hasPrefix("models.backup.")
    }
    require(debris.isEmpty, "nothing is left over, not \(debris)")
  }

  /// Runs the tool in this process.
  ///
  /// - Returns: its exit status; nil when its command line was refused.
  private func run(_ arguments: [String], input: String = "") throws -> Int32? {
    try scratch.write(input, to: "input")
    let saved = (0..<3).map { dup(Int32($0)) }
    defer {
      for (number, descriptor) in saved.enumerated() {
        dup2(descriptor, Int32(number))
        close(descriptor)
      }
    }
    redirect(STDIN_FILENO, to: "input", O_RDONLY)
    redirect(STDOUT_FILENO, to: "output", O_WRONLY | O_CREAT | O_TRUNC)
    redirect(STDERR_FILENO, to: "messages", O_WRONLY | O_CREAT | O_TRUNC)
    let diagnostics = Diagnostics(toolName: "models-merge", verbosity: .normal, usesColor: false)
    do throws(ToolError) {
      let options = try MergeOptions(ParsedArguments(arguments, of: .merge))
      if case .restore(let choice) = options.action {
        return try RestoreRun(choice: choice, options: options, diagnostics: diagnostics).run().rawValue
      }
      return try ImportRun(options: options, diagnostics: diagnostics).run().rawValue
    } catch {
      return error.status == .usage ? nil : error.status.rawValue
    }
  }

  private func redirect(_ descriptor: Int32, to name: String, _ flags: Int32) {
    let file = open(scratch.path(name), flags, 0o600)
    dup2(file, descriptor)
    close(file)
  }
}
