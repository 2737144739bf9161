import Foundation
import JSON
import TestSupport
import Testing

@testable import hf_transform

/// One family's config with what is known to be true of it: a file in Fixtures.
struct Fixture: CustomTestStringConvertible, Sendable {
  let name: String
  private let text: String

  var testDescription: String { name }

  /// All fixtures, by name.
  static let all: [Fixture] = {
    let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
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

  /// The truth.
  func expected() throws -> JSONDocument { try JSONDocument(member("expected")) }

  private func member(_ key: String) throws -> String {
    let document = try JSONDocument(text)
    let output = ByteBuffer()
    withExtendedLifetime(document) {
      if let value = document.root[key: key] { output.element(value) }
    }
    return output.text
  }
}
