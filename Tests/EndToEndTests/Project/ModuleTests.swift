import Foundation
import TestSupport
import Testing

@Suite("Modules and what they use")
struct ModuleTests {
  /// The modules of each target of `Sources` in Package.swift.
  private let dependencies: [String: [String]]
  /// The modules of C declarations.
  private let cModules: [String]

  init() throws {
    let package = try String(contentsOf: Package.root.appending(path: "Package.swift"), encoding: .utf8)
    cModules = package.matches(of: /systemLibrary\(name: "(\w+)"/).map { String($0.output.1) }
    var targets: [String: [String]] = Dictionary(uniqueKeysWithValues: cModules.map { ($0, []) })
    for target in package.matches(of: /(?:shared|filter)\(\s*"([\w-]+)"(?:,\s+uses: \[([^\]]*)\])?/) {
      targets[String(target.output.1)] = ModuleTests.names(target.output.2)
    }
    for target in package.matches(of: /name: "([\w-]+)",\s*dependencies: \[([^\]]*)\]/) {
      targets[String(target.output.1)] = ModuleTests.names(target.output.2)
    }
    for ofTests in ["TestSupport", "StubHub", "benchmarks"] { targets[ofTests] = nil }
    dependencies = targets
  }

  @Test("the table of modules in docs/architecture.md has the dependencies of each target in Package.swift")
  func moduleTableIsComplete() throws {
    let page = try String(contentsOf: Package.root.appending(path: "docs/architecture.md"), encoding: .utf8)
    var rows: [String: [String]] = [:]
    for row in page.matches(of: /(?m)^\| `([\w-]+)` \| ((?:`[\w-]+`(?:, )?)*) ?\| [^|]* \|$/) {
      rows[String(row.output.1)] = ModuleTests.names(row.output.2)
    }
    #expect(dependencies.count > 10)
    #expect(rows == dependencies)
  }

  /// The compiler finds the modules that a dependency uses too, so it does not keep a file from importing them.
  @Test("a file imports only modules that its target uses in Package.swift")
  func importsAreDeclared() throws {
    for (target, used) in dependencies where !cModules.contains(target) {
      let imported = try Set(
        files(of: target).flatMap { file in
          try String(contentsOf: file, encoding: .utf8).matches(of: /(?m)^(?:\w+ )?import (\w+)/).map {
            String($0.output.1)
          }
        })
      #expect(imported.intersection(dependencies.keys).sorted() == used.sorted(), "\(target)")
    }
  }

  private func files(of target: String) throws -> [URL] {
    let nested = ["MCP": "hf-fetch/MCP", "hf-fetch": "hf-fetch"]
    let isTool = target.contains("-")
    let folder = Package.root.appending(path: "Sources/\(nested[target] ?? (isTool ? target : "Shared/\(target)"))")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
    return paths.filter { $0.hasSuffix(".swift") && !(target == "hf-fetch" && $0.hasPrefix("MCP/")) }
      .map { folder.appending(path: $0) }
  }

  private static func names(_ list: Substring?) -> [String] {
    (list ?? "").matches(of: /[\w-]+/).map { String($0.output) }
  }
}
