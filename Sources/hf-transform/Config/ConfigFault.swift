import JSON
import ModelSpec

/// Why an entry cannot be made of a config, before it is known which model it is about.
enum ConfigFault: Error {
  /// A value is of the wrong kind or out of range.
  case invalid(key: String, found: String, expected: String)
  /// What the config's sizes come to is more than an entry's field (or a member of one) can hold.
  case outOfRange(StaticString, Int, FieldType)
  /// Fields that the entry must have are not in the config.
  case missing([RequiredField])
  /// Each size is plausible, but their product is too large for a number of parameters.
  case tooLarge
  /// The number of parameters cannot be determined.
  case parametersUnknown
  /// The architecture cannot be described.
  case unsupported(message: String, hint: String)

  /// A fault of the value that is under a key.
  static func invalid(_ key: String, _ value: JSONElement, expected: String) -> ConfigFault {
    .invalid(key: key, found: describe(value), expected: expected)
  }

  /// The error for the value of a key that is not a plausible number.
  static func invalid(_ key: String) -> ConfigFault {
    .invalid(key: key, found: "out of range", expected: "a number that makes sense")
  }

  private static func describe(_ value: JSONElement) -> String {
    switch value.kind {
    case .object: "an object"
    case .array: "a list"
    default: String(String(decoding: value.source, as: UTF8.self).prefix(40))
    }
  }
}

/// A field that an entry cannot do without, and how a person can supply it.
struct RequiredField {
  /// The entry's name for it.
  let name: String
  /// The option that sets it.
  let option: String
  /// Keys of the config that nobody reads and that may be meant for it.
  var similarKeys: [UnreadKeys.Member] = []

  /// The field in a message, with the keys that may be meant for it.
  var text: String {
    similarKeys.isEmpty ? "'\(name)'" : "'\(name)' (but states \(UnreadKeys.list(similarKeys)), which nothing reads)"
  }
}
