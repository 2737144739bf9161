import Foundation
import JSON
import ModelSpec
import TestSupport
import Testing

@testable import hf_transform

/// One family's config with what is known to be true of it: a file in Fixtures. docs/families.md describes its keys.
struct Fixture: CustomTestStringConvertible, Sendable {
  let name: String
  private let text: String

  var testDescription: String { name }

  /// The keys of a fixture.
  static let keys = ["config", "expected", "source"]

  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// All fixtures, by name.
  static let all: [Fixture] = {
    let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "Fixtures")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false))) ?? []
    return files.filter { $0.hasSuffix(".json") }.sorted().compactMap { file in
      let text = try? String(contentsOf: directory.appending(path: file), encoding: .utf8)
      return text.map { Fixture(name: String(file.dropLast(5)), text: $0) }
    }
  }()

  /// The config as JSON, on one line.
  func config() throws -> String { try member("config") }

  /// The `model_type` values in the config, nested ones included.
  func modelTypes() throws -> [String] {
    let document = try JSONDocument(config())
    defer { withExtendedLifetime(document) {} }
    let nested = document.root.members.compactMap { $0.value["model_type"]?.string }
    return nested + [document.root["model_type"]?.string].compactMap { $0 }
  }

  /// What the entry has to say, by ``ExpectedValue`` or field of the entry.
  ///
  /// - Throws: ``FixtureFault`` when the fixture expects nothing, or something that no entry has.
  func expected() throws -> JSONDocument {
    let expected = try JSONDocument(member("expected"))
    try expected.withRoot { root in
      guard root.isObject, root.count > 0 else { throw FixtureFault("'\(name)' has nothing under 'expected'") }
      for (key, _) in root.members {
        let key = key.string ?? ""
        guard ExpectedValue(rawValue: key) != nil || EntryField.names.contains(where: { $0.description == key }) else {
          throw FixtureFault("'\(name)' expects '\(key)', which docs/families.md does not have")
        }
      }
    }
    return expected
  }

  /// The keys that the file has.
  func memberNames() throws -> [String] {
    try JSONDocument(text).withRoot { $0.members.map { $0.key.string ?? "" } }
  }

  private func member(_ key: String) throws -> String {
    let document = try JSONDocument(text)
    let output = ByteBuffer()
    withExtendedLifetime(document) {
      if let value = document.root[key: key] { output.element(value) }
    }
    return output.text
  }
}

/// What a fixture can expect beside fields of the entry: numbers that are easier to compare with a reference.
enum ExpectedValue: String, CaseIterable {
  case parameters
  case activeParameters = "active_parameters"
  case cachedElements = "cached_elements"
  case slidingWindow = "sliding_window"
  case indexerElements = "indexer_elements_per_token"
  case recurrentElements = "recurrent_elements"

  /// The value that an entry has for it, as a fixture writes it.
  func value(in entry: JSONElement) -> String? {
    let cache = entry["kv_cache"]
    switch self {
    case .parameters: return ExpectedValue.count(entry["parameters_billions"])
    case .activeParameters: return ExpectedValue.count(entry["active_parameters_billions"])
    case .cachedElements:
      return String(
        (cache?["full_elements_per_token"]?.int ?? 0) + (cache?["sliding_elements_per_token"]?.int ?? 0))
    case .slidingWindow, .indexerElements, .recurrentElements: return cache?[key: rawValue]?.int.map(String.init)
    }
  }

  private static func count(_ billions: JSONElement?) -> String? {
    billions?.decimal.map {
      ExactDecimal(isNegative: false, digits: $0.digits, exponent: $0.exponent + 9).description
    }
  }
}

/// A fixture that tests nothing, or that nobody could pass.
struct FixtureFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
