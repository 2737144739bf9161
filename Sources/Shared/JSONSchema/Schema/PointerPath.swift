/// The path from the root of a schema resource to a part of it, as a linked list of tokens.
///
/// Its JSON Pointer is made only when it is reported. If each part stored its pointer, a long name would be stored once
/// for every part below it.
final class PointerPath: Sendable {
  private let parent: PointerPath?
  private let token: String

  /// Adds a token to the path `parent`; nil is the path of the root.
  init(_ parent: PointerPath?, _ token: String) {
    self.parent = parent
    self.token = token
  }

  /// The path as a JSON Pointer.
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

/// The place of the schema that a node of a ``SchemaProgram`` was compiled from.
struct NodeOrigin: Sendable {
  /// The URI of the resource.
  let resource: String
  /// The path from the root of the resource to the schema; nil for the root.
  let path: PointerPath?

  /// The URI of the resource with a JSON Pointer as its fragment.
  var location: String { resource + "#" + (path?.text ?? "") }
}
