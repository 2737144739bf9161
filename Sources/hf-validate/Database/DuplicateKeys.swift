import JSON
import JSONSchema
import ModelSpec

/// Finds duplicate keys in objects. JSON does not define their meaning, so a database must not have any.
enum DuplicateKeys {
  /// The size of all reported paths, in bytes, after which the search ends. Deep objects with long keys could make the
  /// paths take gigabytes.
  private static let maximumPathBytes = 16_000_000

  /// A violation for each duplicate key, at any depth of a document. If their paths take more than 16 MB in all, only
  /// the first violations are returned.
  static func details(in document: JSONElement) -> [Failure.Violation] {
    // Building the paths of all values is slow, so it is done only for a document that has a duplicate key.
    guard document.containsDuplicateKeys else { return [] }
    var details: [Failure.Violation] = []
    var pathBytes = 0
    visit(document, "", &details, &pathBytes)
    return details
  }

  private static func visit(
    _ value: JSONElement, _ path: String, _ details: inout [Failure.Violation], _ pathBytes: inout Int
  ) {
    guard pathBytes < maximumPathBytes else { return }
    switch value.kind {
    case .array:
      for (index, element) in value.elements.enumerated() where element.isObject || element.isArray {
        visit(element, "\(path)/\(index)", &details, &pathBytes)
      }
    case .object:
      if value.hasDuplicateKeys {
        let found = duplicates(in: value, path)
        details += found
        pathBytes += found.reduce(0) { $0 + $1.path.utf8.count }
      }
      for (key, member) in value.members where member.isObject || member.isArray {
        visit(member, "\(path)/\(JSONPointer.escape(key.string ?? ""))", &details, &pathBytes)
      }
    default: return
    }
  }

  private static func duplicates(in object: JSONElement, _ path: String) -> [Failure.Violation] {
    var seen: Set<ExactString> = []
    return object.members.compactMap { key, _ in
      guard let text = key.string, !seen.insert(ExactString(text)).inserted else { return nil }
      return Failure.Violation(
        path: "\(path)/\(JSONPointer.escape(text))", keyword: "duplicate_key",
        message: "the key '\(text)' is a duplicate")
    }
  }
}
