import JSON
import ModelSpec

/// Why no entry can be made from a config. ``failure(of:readFrom:)`` turns it into a failure with the model's id.
enum ConfigError: Error {
  /// A value has the wrong type or is out of range.
  case invalid(key: String, found: String, expected: String)
  /// A number computed from the config is out of range for the field of an entry, or for a member of a field.
  case outOfRange(StaticString, Int, FieldType)
  /// The config lacks the values of these required fields.
  case missing([RequiredField])
  /// The last part of the model's id has no letter or digit to make an entry's id of.
  case noEntryID
  /// Each size is plausible, but their product is too large for a number of parameters.
  case tooLarge
  /// The number of parameters cannot be determined.
  case parametersUnknown
  /// The architecture cannot be described.
  case unsupported(message: String, hint: String)

  /// The error for a key whose value is not what is expected.
  static func invalid(_ key: String, _ value: JSONElement, expected: String) -> ConfigError {
    .invalid(key: key, found: describe(value), expected: expected)
  }

  /// The error for a key whose value is not a plausible number.
  static func invalid(_ key: String) -> ConfigError {
    .invalid(key: key, found: "out of range", expected: "a plausible number")
  }

  /// A value for a message: `an object`, `a list`, or the first 40 characters of its text.
  static func describe(_ value: JSONElement) -> String {
    switch value.kind {
    case .object: "an object"
    case .array: "a list"
    // The text can be megabytes long: only its beginning is decoded.
    default: String(String(decoding: value.source.prefix(160), as: UTF8.self).prefix(40))
    }
  }
}

/// A required field, and the option that sets it.
struct RequiredField {
  /// The field's name in the entry.
  let name: String
  /// The option with a value, such as `--context N`.
  let option: String
  /// Keys of the config that are not read and may be meant for the field, as text; nil when there are none.
  var similarKeys: String?

  /// The field's name for a message, with the keys that may be meant for it.
  var text: String { similarKeys.map { "'\(name)' (but states \($0), which is not read)" } ?? "'\(name)'" }
}
