import JSON
import TestSupport

extension Fixture {
  /// The fixture of a name.
  static func named(_ name: String) throws -> Fixture {
    guard let fixture = all.first(where: { $0.name == name }) else { throw MissingFixture(name: name) }
    return fixture
  }

  /// The config with members added, or in the place of those of the same name.
  func config(adding members: String) throws -> String {
    let text = try config()
    return members.isEmpty ? text : "\(text.dropLast()), \(members)}"
  }

  /// The config without the members of these names.
  func config(without names: [String]) throws -> String {
    let document = try JSONDocument(config())
    defer { withExtendedLifetime(document) {} }
    let members = document.root.members.compactMap { key, value -> String? in
      guard let name = key.string, !names.contains(name) else { return nil }
      return #""\#(name)": \#(String(decoding: value.source, as: UTF8.self))"#
    }
    return "{" + members.joined(separator: ", ") + "}"
  }
}

/// A test names a fixture that is not there.
struct MissingFixture: Error {
  let name: String
}
