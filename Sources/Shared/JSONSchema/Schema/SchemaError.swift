/// Why a schema cannot be used.
public struct SchemaError: Error, Equatable {
  /// The kinds of fault, under stable names.
  public enum Code: String, Sendable {
    case malformedSchema = "malformed_schema"
    case invalidKeyword = "invalid_keyword"
    case unknownDialect = "unknown_dialect"
    case unresolvedReference = "unresolved_reference"
    case endlessReference = "endless_reference"
    case unsupportedPattern = "unsupported_pattern"
    case duplicateIdentifier = "duplicate_identifier"
  }

  /// What kind of fault it is.
  public let code: Code
  /// Where in the schema: the URI of the resource and a JSON Pointer.
  public let location: String
  /// What is wrong: lower case, no full stop.
  public let message: String
  /// What to do about it.
  public var hint: String?
}
