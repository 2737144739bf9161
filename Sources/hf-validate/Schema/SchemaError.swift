/// Why a schema cannot be used.
struct SchemaError: Error, Equatable {
  /// The kinds of fault, under stable names.
  enum Code: String {
    case malformedSchema = "malformed_schema"
    case invalidKeyword = "invalid_keyword"
    case unknownDialect = "unknown_dialect"
    case unresolvedReference = "unresolved_reference"
    case endlessReference = "endless_reference"
    case unsupportedPattern = "unsupported_pattern"
    case duplicateIdentifier = "duplicate_identifier"
  }

  /// What kind of fault it is.
  let code: Code
  /// Where in the schema: the URI of the resource and a JSON Pointer.
  let location: String
  /// What is wrong: lower case, no full stop.
  let message: String
  /// What to do about it.
  var hint: String?
}
