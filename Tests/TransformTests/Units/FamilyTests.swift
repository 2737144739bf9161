import Foundation
import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("Families")
struct FamilyTests {
  @Test("a config alone gives every field of its entry", arguments: Fixture.all)
  func describes(_ fixture: Fixture) throws {
    let entry = try Transformed(config: fixture.config())
    #expect(entry.error == nil, "\(entry.message)")
    let truth = try fixture.expected()
    defer { withExtendedLifetime((entry, truth)) {} }
    for (key, value) in truth.root.members {
      let name = key.string ?? ""
      #expect(actual(name, entry) == String(decoding: value.source, as: UTF8.self), "\(name)")
    }
  }

  @Test("every family has a fixture under one of its names, unless it is refused", arguments: FamilyRegistry.families)
  func hasFixture(_ family: Family) throws {
    let described = try Set(Fixture.all.flatMap { try $0.modelTypes() })
    let names = family.modelTypes.map(\.description)
    #expect(family === Family.attentionFree || names.contains(where: described.contains), "\(names)")
  }

  /// An entry's value as the fixtures write it.
  private func actual(_ name: String, _ entry: Transformed) -> String? {
    if let expected = ExpectedValue(rawValue: name) { return expected.value(in: entry.root) }
    return entry.root[key: name].map { String(decoding: $0.source, as: UTF8.self) }
  }
}

@Suite("The fixtures of families")
struct FixtureTests {
  @Test(
    "a fixture that expects nothing, or something that no entry has, is refused with its name",
    arguments: [
      (#"{"config": {}, "expected": {}}"#, "'x' has nothing under 'expected'"),
      (#"{"config": {}, "expected": []}"#, "'x' has nothing under 'expected'"),
      (#"{"config": {}, "expected": {"num_layer": 2}}"#, "'x' expects 'num_layer'"),
      (#"{"config": {}, "expected": {"cached_element": 2}}"#, "'x' expects 'cached_element'"),
    ])
  func refusesEmptyExpectation(text: String, message: String) throws {
    let fault = #expect(throws: FixtureFault.self) { try Fixture(name: "x", text: text).expected() }
    #expect(fault?.description.hasPrefix(message) == true)
  }

  @Test("no fixture has a key that nothing reads", arguments: Fixture.all)
  func hasKnownKeys(_ fixture: Fixture) throws {
    #expect(try Set(fixture.memberNames()).isSubset(of: Fixture.keys))
  }

  @Test("docs/families.md has a row for each key that a fixture can have, and for no other")
  func areDocumented() throws {
    let page = try String(contentsOf: Package.root.appending(path: "docs/families.md"), encoding: .utf8)
    let rows = page.matches(of: /(?m)^\| (?:in a fixture|under `expected`): `(?<key>[a-z_]+)` \|/).map {
      String($0.key)
    }
    #expect(Set(rows) == Set(Fixture.keys + ExpectedValue.allCases.map(\.rawValue)))
    #expect(rows.count == Set(rows).count)
  }
}
