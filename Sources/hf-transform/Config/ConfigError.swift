import JSON
import ModelSpec

/// The errors of a config from which no entry can be made. The model's id is added later.
enum ConfigError: Error {
  /// A value has the wrong type or is out of range.
  case invalid(key: String, found: String, expected: String)
  /// A number computed from the config is out of the range of an entry's field or of a member of it.
  case outOfRange(StaticString, Int, FieldType)
  /// Required fields of the entry are not in the config.
  case missing([RequiredField])
  /// Each size is plausible, but their product is too large for a number of parameters.
  case tooLarge
  /// The number of parameters cannot be determined.
  case parametersUnknown
  /// The architecture cannot be described.
  case unsupported(message: String, hint: String)

  /// The error for the value of a key.
  static func invalid(_ key: String, _ value: JSONElement, expected: String) -> ConfigError {
    .invalid(key: key, found: describe(value), expected: expected)
  }

  /// The error for the value of a key that is not a plausible number.
  static func invalid(_ key: String) -> ConfigError {
    .invalid(key: key, found: "out of range", expected: "a number that makes sense")
  }

  /// A value in words: its kind, or the first 40 characters of its text.
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
  /// Its name in the entry.
  let name: String
  /// The option that sets it.
  let option: String
  /// Keys of the config that are not read and may be meant for it, in words; nil when there are none.
  var similarKeys: String?

  /// The field in a message, with the keys that may be meant for it.
  var text: String { similarKeys.map { "'\(name)' (but states \($0), which is not read)" } ?? "'\(name)'" }
}
