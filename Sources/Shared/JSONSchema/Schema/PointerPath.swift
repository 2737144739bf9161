/// The path from the root of a resource to a part of it, token by token. It becomes a JSON Pointer only when it is
/// shown, because a schema can have very many parts below a very long name.
final class PointerPath: Sendable {
  private let parent: PointerPath?
  private let token: String

  /// Adds a token to a path; nil is the path of the root.
  init(_ parent: PointerPath?, _ token: String) {
    self.parent = parent
    self.token = token
  }

  /// The JSON Pointer.
  var text: String {
    var tokens = [token]
    var place = parent
    while let next = place {
      tokens.append(next.token)
      place = next.parent
    }
    return tokens.reversed().map { "/" + JSONPointer.escape($0) }.joined()
  }
}

/// Where a node of a ``SchemaProgram`` is in its schema.
struct NodeOrigin: Sendable {
  /// The URI of the resource.
  let resource: String
  /// The path from the root of the resource; nil for the root.
  let path: PointerPath?

  /// The URI of the resource with a JSON Pointer as its fragment.
  var location: String { resource + "#" + (path?.text ?? "") }
}
