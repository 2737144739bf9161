/// An error in a schema.
public struct SchemaError: Error, Equatable {
  /// The kinds of errors. The raw values are stable.
  public enum Code: String, Sendable {
    /// The text of the schema is not JSON. Only callers report this: the compiler receives parsed JSON.
    case malformedSchema = "malformed_schema"
    case invalidKeyword = "invalid_keyword"
    case unknownDialect = "unknown_dialect"
    case unresolvedReference = "unresolved_reference"
    /// A schema references itself for the same value.
    case endlessReference = "endless_reference"
    case unsupportedPattern = "unsupported_pattern"
    /// Two schemas have the same URI, or two schemas of a resource the same anchor.
    case duplicateIdentifier = "duplicate_identifier"
  }

  /// The kind of error.
  public let code: Code
  /// The location in the schema: the URI of the resource with a JSON Pointer as its fragment.
  public let location: String
  /// The message: lower case, no full stop.
  public let message: String
  /// What to do next; nil when the message is enough.
  public var hint: String?
}
