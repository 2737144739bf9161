import Foundation
import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("Declarations of families and config keys")
struct RegistryTests {
  @Test("a model_type belongs to one family")
  func uniqueNames() {
    let names = FamilyRegistry.shared.names.map(\.modelType.description)
    #expect(Set(names).count == names.count, "\(names.filter { name in names.filter { $0 == name }.count > 1 })")
  }

  @Test("every family that is declared is in a list", arguments: sources("Families"))
  func listed(source: Source) {
    let declared = source.text.matches(of: /static let (\w+) = Family\(\s*"/).map { String($0.output.1) }
    let lists = source.text.matches(of: /static let \w+(?:: \[Family\])? = \[([^\]]*)\]/).map { String($0.output.1) }
    let listed = Set(lists.flatMap { $0.split { !$0.isLetter && !$0.isNumber }.map(String.init) })
    #expect(declared.filter { !listed.contains($0) } == [])
  }

  @Test(
    "a class default is declared once: a field in 'defaults' has no other default in the code that reads it",
    arguments: sources("Families"))
  func oneDefault(source: Source) throws {
    for declaration in source.text.split(separator: "= Family(").dropFirst() {
      guard let defaults = declaration.firstMatch(of: /defaults: \[([^\]]*)\]/)?.output.1 else { continue }
      let end = declaration.range(of: "\n\n")?.lowerBound ?? declaration.endIndex
      for match in defaults.matches(of: /\.(\w+): -?\d/) {
        let field = match.output.1
        let double = try Regex("\\.\(field), (absent:|or: \\d)")
        #expect(declaration[..<end].firstMatch(of: double) == nil, "'\(field)' has a default")
      }
    }
  }

  @Test("a key of a config has one meaning")
  func uniqueKeys() {
    let marks = MultimodalMarks.keys + MultimodalMarks.objectKeys
    let keys = FieldAliases.table.flatMap(\.keys) + TextBackbones.keys + marks + IrrelevantKeys.names
    let uses = Dictionary(grouping: keys.map(\.description)) { $0 }
    #expect(uses.filter { $0.value.count > 1 }.keys.sorted() == [])
  }

  @Test("keys without an effect are sorted")
  func sortedKeys() {
    let keys = IrrelevantKeys.others.map(\.description)
    #expect(keys == keys.sorted())
  }

  @Test("a key without an effect is not listed when its ending is")
  func irrelevantEndings() {
    let names = IrrelevantKeys.names.map(\.description)
    let endings = IrrelevantKeys.endings.map(\.description)
    #expect(names.filter { endings.contains(where: $0.hasSuffix) } == [])
  }

  @Test(
    "every config field has keys, and is read somewhere or copied into an entry's field",
    arguments: ConfigField.allCases)
  func isRead(field: ConfigField) {
    let rows = FieldAliases.table.filter { $0.field == field }
    #expect(rows.count == 1)
    if rows.first?.entryField != nil { return }
    let readers = RegistryTests.sources("").filter { !["ConfigField.swift", "FieldAliases.swift"].contains($0.name) }
    let use = try? Regex("\\.\(field)\\b")
    #expect(readers.contains { source in use.map { source.text.contains($0) } ?? false })
  }

  /// A source file of hf-transform.
  struct Source: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    var testDescription: String { name }
  }

  private static func sources(_ folder: String) -> [Source] {
    let directory = Package.root.appending(path: "Sources/hf-transform/\(folder)")
    let paths = (FileManager.default.subpaths(atPath: directory.path) ?? []).filter { $0.hasSuffix(".swift") }
    return paths.sorted().compactMap { path in
      let text = try? String(contentsOf: directory.appending(path: path), encoding: .utf8)
      return text.map { Source(name: String(path.split(separator: "/").last ?? ""), text: $0) }
    }
  }
}
