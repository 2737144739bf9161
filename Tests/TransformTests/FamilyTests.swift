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

  /// An entry's value as the fixtures write it: counts in full, the cache's layers together.
  private func actual(_ name: String, _ entry: Transformed) -> String? {
    switch name {
    case "parameters": count(entry.root["parameters_billions"])
    case "active_parameters": count(entry.root["active_parameters_billions"])
    case "cached_elements":
      String(
        (entry.root["kv_cache"]?["full_elements_per_token"]?.int ?? 0)
          + (entry.root["kv_cache"]?["sliding_elements_per_token"]?.int ?? 0))
    case "sliding_window", "indexer_elements_per_token", "recurrent_elements":
      entry.root["kv_cache"]?[key: name]?.int.map(String.init)
    default: entry.root[key: name].map { String(decoding: $0.source, as: UTF8.self) }
    }
  }

  private func count(_ billions: JSONElement?) -> String? {
    billions?.decimal.map {
      ExactDecimal(isNegative: false, digits: $0.digits, exponent: $0.exponent + 9).description
    }
  }
}
