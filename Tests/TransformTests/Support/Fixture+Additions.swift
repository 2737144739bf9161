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
}

/// A test names a fixture that is not there.
struct MissingFixture: Error {
  let name: String
}
