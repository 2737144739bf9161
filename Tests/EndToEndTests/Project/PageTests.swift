import Foundation
import TestSupport
import Testing

@Suite("Help, manual pages and completions")
struct PageTests {
  static let tools = ["hf-fetch", "hf-transform", "hf-validate", "models-merge"]
  static let pages = tools.flatMap { tool in
    [
      ("man", "docs/man/\(tool).1"), ("markdown", "docs/\(tool).md"), ("bash", "docs/completions/\(tool).bash"),
      ("zsh", "docs/completions/_\(tool)"), ("fish", "docs/completions/\(tool).fish"),
    ].map { (tool: tool, kind: $0.0, path: $0.1) }
  }

  @Test("a page is equal to what its tool generates; 'make pages' updates it", arguments: pages)
  func isUpToDate(page: (tool: String, kind: String, path: String)) throws {
    let generated = try Command(tool: page.tool, ["--generate", page.kind]).run()
    let written = try String(contentsOf: Package.root.appending(path: page.path), encoding: .utf8)
    #expect(generated.output == written)
  }

  @Test(
    "generated tables and schemas are up to date; 'make pages' updates them",
    arguments: [
      ("hf-validate", "schema", "data/model.schema.json"), ("hf-validate", "fields", "docs/contract.md"),
      ("hf-validate", "comparison-schema", "data/comparison.schema.json"),
      ("models-merge", "differences", "docs/keeping.md"), ("models-merge", "summary", "docs/keeping.md"),
      ("hf-transform", "sources", "README.md"), ("models-merge", "codes", "docs/contract.md"),
      ("models-merge", "remedies-fetch", "docs/troubleshooting.md"),
      ("models-merge", "remedies-transform", "docs/troubleshooting.md"),
      ("models-merge", "remedies-entry", "docs/troubleshooting.md"),
      ("models-merge", "remedies-any", "docs/troubleshooting.md"),
    ])
  func tablesAreUpToDate(tool: String, kind: String, path: String) throws {
    let generated = try Command(tool: tool, ["--generate", kind]).run().output
    let written = try String(contentsOf: Package.root.appending(path: path), encoding: .utf8)
    let known = ["num_layers", "`malformed_input`", "stored", "compared"]
    #expect(known.contains { generated.contains($0) } || kind.hasPrefix("remedies"))
    #expect(generated.split(separator: "\n").count > 3)
    #expect(written == generated || written.contains("swift instead. -->\n\(generated)<!-- End. -->"))
  }

  @Test("the target of each link between pages exists", arguments: ["README.md"] + documentationPages())
  func linksLeadSomewhere(page: String) throws {
    let file = Package.root.appending(path: page)
    let text = try String(contentsOf: file, encoding: .utf8)
    let targets = text.matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/).map { String($0.output.1) }
    for target in targets {
      let path = file.deletingLastPathComponent().appending(path: target).path
      #expect(FileManager.default.fileExists(atPath: path), "\(target)")
    }
  }

  @Test(
    "a file or folder that a page names exists",
    arguments: ["README.md", "SECURITY.md", ".github/pull_request_template.md"] + documentationPages())
  func namedFilesExist(page: String) throws {
    let text = try String(contentsOf: Package.root.appending(path: page), encoding: .utf8)
    let paths = text.matches(of: /`((?:Sources|Tests|data|docs|\.make|\.ci|\.github)\/[\w.\/+-]*)`/).map { $0.output.1 }
    for path in paths where !path.contains("NAME") {
      let exists = FileManager.default.fileExists(atPath: Package.root.appending(path: path).path)
      #expect(exists, "\(path)")
    }
    for name in text.matches(of: /`([A-Z][\w+]*\.(?:swift|py))`/).map({ String($0.output.1) }) {
      #expect(Self.sourceFileNames.contains(name), "\(name)")
    }
  }

  /// The names of the files in Sources and Tests, and of the package's own description.
  private static let sourceFileNames = Set(
    ["Sources", "Tests"].flatMap { folder in
      FileManager.default.enumerator(atPath: Package.root.appending(path: folder).path)?
        .compactMap { ($0 as? String)?.split(separator: "/").last.map(String.init) } ?? []
    } + ["Package.swift"])

  @Test("a folder of Sources with fewer than three files is in docs/architecture.md")
  func smallFoldersAreExplained() throws {
    let page = try String(contentsOf: Package.root.appending(path: "docs/architecture.md"), encoding: .utf8)
    let files = FileManager.default
    let sources = try files.subpathsOfDirectory(atPath: Package.root.appending(path: "Sources").path)
    let isFolder = { (path: String) in
      var isDirectory: ObjCBool = false
      let full = Package.root.appending(path: "Sources/\(path)").path
      return files.fileExists(atPath: full, isDirectory: &isDirectory) && isDirectory.boolValue
    }
    let folders = Set(sources.filter(isFolder))
    #expect(folders.count > 20)
    for folder in folders {
      let inside = sources.filter { ($0 as NSString).deletingLastPathComponent == folder }
      let fileCount = inside.filter { !folders.contains($0) }.count
      // A folder that has only folders needs no reason.
      if fileCount >= 3 || fileCount == 0 && inside.count >= 3 { continue }
      #expect(page.contains("`Sources/\(folder)`"), "\(folder) has \(fileCount) files")
    }
  }

  private static func documentationPages() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Package.root.appending(path: "docs").path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
  }

  @Test("mandoc has no warning about a manual page", .enabled(if: Program.exists("mandoc")), arguments: tools)
  func lintsClean(tool: String) throws {
    let outcome = try Command(
      system: "mandoc", ["-T", "lint", Package.root.appending(path: "docs/man/\(tool).1").path]
    ).run()
    #expect(outcome.output == "")
    #expect(outcome.status == 0)
  }

  @Test("groff has no warning about a manual page", .enabled(if: Program.exists("groff")), arguments: tools)
  func formatsWithoutWarnings(tool: String) throws {
    let page = Package.root.appending(path: "docs/man/\(tool).1").path
    let outcome = try Command(system: "groff", ["-ww", "-mandoc", "-z", "-Tutf8", page]).run()
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test("a completion script has valid shell syntax", arguments: tools)
  func completionParses(tool: String) throws {
    let scripts = ["bash": "\(tool).bash", "zsh": "_\(tool)", "fish": "\(tool).fish"]
    for (shell, name) in scripts where Program.exists(shell) {
      let path = Package.root.appending(path: "docs/completions/\(name)").path
      let outcome = try Command(system: shell, ["-n", path]).run()
      #expect(outcome.status == 0, "\(shell): \(outcome.errors)")
    }
  }

  @Test(
    "bash completes options, words and files",
    arguments: [
      (["hf-fetch", "--disc"], "--discover"), (["hf-fetch", "--discover", "tr"], "trending"),
      (["hf-fetch", "--discover", "=", "li"], "likes"),
      (["hf-validate", "--schema", "data/model.sch"], "data/model.schema.json"),
      (["models-merge", "--dry"], "--dry-run"), (["models-merge", "Makef"], "Makefile"),
    ])
  func bashCompletes(words: [String], completion: String) throws {
    let tool = try #require(words.first)
    let script = """
      source docs/completions/\(tool).bash
      COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " "))) COMP_CWORD=\(words.count - 1)
      _\(tool.replacing("-", with: "_"))
      echo "${COMPREPLY[*]}"
      """
    var command = Command(system: "bash", ["-c", script])
    command.directory = Package.root
    #expect(try command.run().output == completion + "\n")
  }

  @Test("the README names every option", arguments: tools)
  func readmeIsComplete(tool: String) throws {
    let readme = try String(contentsOf: Package.root.appending(path: "README.md"), encoding: .utf8)
    let help = try Command(tool: tool, ["--help"]).run().output
    let missing = help.matches(of: /--[a-z-]+/).map { String($0.output) }.filter { !readme.contains("`\($0)") }
    #expect(missing == [])
    #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count <= 200)
  }

  @Test("the help fits a screen: 80 columns, 50 lines", arguments: tools)
  func helpFits(tool: String) throws {
    let outcome = try Command(tool: tool, ["--help"]).run()
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(outcome.status == 0)
    #expect(lines.count <= 50)
    #expect(lines.filter { $0.count > 80 } == [])
    #expect(outcome.output.contains("Examples:"))
  }

  @Test(
    "the error for an unknown option names the nearest option",
    arguments: [
      ("hf-fetch", "--modle", "--model"), ("hf-transform", "--test-only", "--text-only"),
      ("hf-validate", "--strickt", "--strict"), ("models-merge", "--dryrun", "--dry-run"),
    ])
  func nearestOption(tool: String, typed: String, meant: String) throws {
    let outcome = try Command(tool: tool, [typed]).run()
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("'\(typed)'") && outcome.errors.contains("'\(meant)'"))
  }
}

/// A program of the system.
enum Program {
  /// Whether a program is there.
  static func exists(_ name: String) -> Bool {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
  }
}
