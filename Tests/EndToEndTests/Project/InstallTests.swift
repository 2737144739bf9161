import Foundation
import TestSupport
import Testing

@Suite("Installation")
struct InstallTests {
  private func files(below directory: URL) -> [String] {
    (FileManager.default.subpaths(atPath: directory.path) ?? []).filter { path in
      var isDirectory: ObjCBool = false
      let isThere = FileManager.default.fileExists(
        atPath: directory.appending(path: path).path, isDirectory: &isDirectory)
      return isThere && !isDirectory.boolValue
    }
  }

  @Test("install writes only below DESTDIR and PREFIX, and uninstall removes what it wrote")
  func installs() throws {
    let scratch = try ScratchDirectory()
    let settings: KeyValuePairs = ["DESTDIR": scratch.path("a stage"), "PREFIX": "/opt/hf tools"]
    #expect(try Make.run("install", settings).status == 0)
    let root = scratch.url.appending(path: "a stage/opt/hf tools")
    for tool in PageTests.tools {
      #expect(FileManager.default.isExecutableFile(atPath: root.appending(path: "bin/\(tool)").path))
      #expect(files(below: root).contains("share/man/man1/\(tool).1"))
      #expect(files(below: root).filter { $0.contains("completion") && $0.contains(tool) }.count == 2)
    }
    try Data("mine".utf8).write(to: root.appending(path: "bin/mine"))
    #expect(try Make.run("uninstall", settings).status == 0)
    #expect(files(below: root) == ["bin/mine"])
  }

  @Test("without a prefix, nothing is installed into the system's directories", arguments: ["install", "uninstall"])
  func emptyPrefix(target: String) throws {
    let outcome = try Make.run(target, ["PREFIX": ""])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("PREFIX is empty"), "\(outcome.errors)")
  }

  @Test("uninstall removes the directories that install made, and no others")
  func directories() throws {
    let scratch = try ScratchDirectory()
    let there = scratch.url.appending(path: "there/share/fish")
    try FileManager.default.createDirectory(at: there, withIntermediateDirectories: true)
    for prefix in ["there", "not/there", "not//there/"] {
      let settings: KeyValuePairs = ["PREFIX": scratch.path(prefix)]
      for _ in 1...2 { #expect(try Make.run("install", settings).status == 0) }
      #expect(try Make.run("uninstall", settings).status == 0)
    }
    let left = FileManager.default.subpaths(atPath: scratch.url.path) ?? []
    #expect(left.sorted() == ["there", "there/share", "there/share/fish"])
  }

  @Test("install reports in two lines where the tools are, and whether PATH has them", arguments: [true, false])
  func saysWhere(isOnPath: Bool) throws {
    let scratch = try ScratchDirectory()
    let prefix = scratch.path("prefix")
    let path = "/usr/bin:/bin" + (isOnPath ? ":\(prefix)/bin" : "")
    let outcome = try Make.run("install", ["PREFIX": prefix], environment: ["PATH": path])
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains("The tools are in \(prefix)/bin") == true)
    #expect(lines.last?.contains(isOnPath ? "Your PATH has" : "Your PATH lacks") == true)
  }

  @Test("a copy of hf-validate alone checks entries")
  func isAlone() throws {
    let scratch = try ScratchDirectory()
    let copy = scratch.path("hf-validate")
    // Another process copies, for the reason that ScratchDirectory.writeScript has.
    let tool = Package.buildDirectory.appending(path: "hf-validate").path
    #expect(try Command(system: "cp", [tool, copy]).run().status == 0)
    var command = Command(system: copy)
    command.directory = scratch.url
    command.input = Data("{}".utf8)
    let outcome = try command.run()
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("the required property 'num_layers' is missing"))
  }

  @Test("uninstall of a prefix without any file of an installation is an error")
  func notInstalled() throws {
    let scratch = try ScratchDirectory()
    let outcome = try Make.run("uninstall", ["PREFIX": scratch.path("mistyped")])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("nothing is installed in \(scratch.path("mistyped"))"))
  }

  @Test("the line for PATH works in a shell, whatever characters the prefix has")
  func quotesPath() throws {
    let scratch = try ScratchDirectory()
    let prefix = scratch.path("a\"b$HOME`c\\d")
    let outcome = try Make.run("install", ["PREFIX": prefix])
    let line = try #require(outcome.output.firstMatch(of: /export PATH=.*/)?.output)
    let found = try Command(system: "bash", ["-c", "\(line); command -v hf-fetch"]).run()
    #expect(found.output == "\(prefix)/bin/hf-fetch\n", "\(outcome.output)\(found.errors)")
  }
}
