/// An error in a schema.
public struct SchemaError: Error, Equatable {
  /// The kinds of error, under stable names.
  public enum Code: String, Sendable {
    case malformedSchema = "malformed_schema"
    case invalidKeyword = "invalid_keyword"
    case unknownDialect = "unknown_dialect"
    case unresolvedReference = "unresolved_reference"
    case endlessReference = "endless_reference"
    case unsupportedPattern = "unsupported_pattern"
    case duplicateIdentifier = "duplicate_identifier"
  }

  /// The kind of error.
  public let code: Code
  /// The location in the schema: the URI of the resource and a JSON Pointer.
  public let location: String
  /// The message: lower case, no full stop.
  public let message: String
  /// What to do next.
  public var hint: String?
}
